/** Spark from its Python package: a standalone master, worker processes and a Connect server. */
import { readdirSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pythonWith } from '../python.mjs'
import { answers, background, end, freePort, isOpen, needPackage, until } from './processes.mjs'

/** For processes that end before the second compiler would have paid. */
const SHORT_LIVED = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

/** For large queries of few rows: compiling one takes longer than to interpret it. */
const INTERPRET = {
  'spark.sql.codegen.wholeStage': false,
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
  // Each stage is otherwise a job of its own, after which the rest is planned anew.
  'spark.sql.adaptive.enabled': false,
  'spark.locality.wait': '0s',
}

/** @param {string} url */
const json = async (url) => (await fetch(url)).json()

/** Where the package keeps Spark. */
function home() {
  const python = pythonWith(join(import.meta.dirname, 'requirements.txt'), 'spark')
  if (!python) throw new Error('Spark needs a Python that can install its package')
  const lib = join(python, '..', '..', 'lib')
  const version = readdirSync(lib).find((name) => name.startsWith('python3'))
  return join(lib, version ?? '', 'site-packages', 'pyspark')
}

/**
 * @param {string} folder
 * @param {{ workers?: number, driverMemory?: string, token?: string, interpret?: boolean, settings?: Record<string, string> }} options
 * @returns {Promise<{ url: string, ui: string, pids: number[], workers: number[] }>} processes in the order to end them
 */
export async function start(
  folder,
  { workers = 2, driverMemory = '2g', token, interpret = false, settings: own = {} } = {},
) {
  mkdirSync(folder, { recursive: true })
  needPackage('default-jre-headless', () => answers('java', ['-version']))
  const spark = home()
  const [masterPort, masterUi, connectPort, ui] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const local = { SPARK_LOCAL_IP: '127.0.0.1', SPARK_LOCAL_HOSTNAME: '127.0.0.1' }
  const folders = { SPARK_CONF_DIR: folder, SPARK_LOG_DIR: folder, SPARK_LOCAL_DIRS: join(folder, 'local') }
  const env = {
    ...process.env,
    SPARK_HOME: spark,
    ...local,
    ...folders,
    SPARK_CONNECT_AUTHENTICATE_TOKEN: token,
  }
  if (token) Object.assign(env, { SPARK_CONNECT_AUTHENTICATE_TOKEN: token })
  // For master and workers only: the Connect server would take this memory in place of the driver's.
  const daemon = {
    SPARK_DAEMON_MEMORY: '256m',
    SPARK_DAEMON_JAVA_OPTS: `${SHORT_LIVED} -Dspark.master.rest.enabled=false`,
  }
  /** @param {string} name @param {string[]} args */
  const daemonOf = (name, args) =>
    background(join(spark, 'bin', 'spark-class'), args, {
      env: { ...env, ...daemon },
      cwd: folder,
      log: join(folder, `${name}.log`),
    })

  const master = `spark://127.0.0.1:${masterPort}`
  const deploy = 'org.apache.spark.deploy'
  const host = ['--host', '127.0.0.1', '--webui-port']
  const masterPid = daemonOf('master', [
    `${deploy}.master.Master`,
    ...host,
    `${masterUi}`,
    '--port',
    `${masterPort}`,
  ])
  // Workers that start before the master listens wait five seconds more.
  await until("Spark's master", () => isOpen(masterPort))
  const workerPids = Array.from({ length: workers }, (_, i) => {
    const own = ['-c', '1', '-m', '1g', '-d', join(folder, `work${i}`)]
    return daemonOf(`worker${i}`, [`${deploy}.worker.Worker`, ...host, '0', ...own, master])
  })
  const settings = {
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.memory': driverMemory,
    'spark.executor.memory': '1g',
    'spark.executor.cores': '1',
    'spark.connect.grpc.binding.address': '127.0.0.1',
    'spark.connect.grpc.binding.port': connectPort,
    'spark.ui.port': ui,
    'spark.sql.shuffle.partitions': workers,
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.warehouse.dir': join(folder, 'warehouse'),
    'spark.sql.catalogImplementation': 'in-memory',
    'spark.scheduler.minRegisteredResourcesRatio': '1.0',
    // A driver without memory otherwise lives on and answers nobody.
    'spark.driver.extraJavaOptions': `-XX:+ExitOnOutOfMemoryError ${interpret ? SHORT_LIVED : ''}`,
    'spark.executor.extraJavaOptions': `-XX:+ExitOnOutOfMemoryError ${interpret ? SHORT_LIVED : ''}`,
    ...(interpret && INTERPRET),
    // Descriptions of plans for the pages of the server, of hundreds of kilobytes each.
    'spark.sql.maxPlanStringLength': 1000,
    'spark.ui.retainedJobs': 20,
    'spark.ui.retainedStages': 20,
    ...own,
  }
  const conf = Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`])
  const connect = ['--class', 'org.apache.spark.sql.connect.service.SparkConnectServer', '--name', 'connect']
  const submit = [...connect, '--master', master, ...conf]
  const connectPid = background(join(spark, 'bin', 'spark-submit'), submit, {
    env,
    cwd: folder,
    log: join(folder, 'connect.log'),
  })
  await until(
    "Spark's workers",
    async () => (await json(`http://127.0.0.1:${masterUi}/json/`)).aliveworkers === workers,
  )
  await until("Spark's Connect server", () => isOpen(connectPort), 120)
  await until("Spark's executors", async () => (await executors(`http://127.0.0.1:${ui}`)).length === workers)
  return {
    url: `spark://127.0.0.1:${connectPort}`,
    ui: `http://127.0.0.1:${ui}`,
    pids: [connectPid, ...workerPids, masterPid],
    workers: workerPids,
  }
}

/**
 * The executors that the cluster has, with the tasks that each has done.
 * @param {string} ui @returns {Promise<{ id: string, isActive: boolean, completedTasks: number }[]>}
 */
export async function executors(ui) {
  const [application] = await json(`${ui}/api/v1/applications`)
  const all = await json(`${ui}/api/v1/applications/${application.id}/executors`)
  return all.filter((/** @type {{ id: string }} */ { id }) => id !== 'driver')
}

/** @param {{ pids: number[] }} state @param {string} folder */
export async function stop(state, folder) {
  for (const pid of state.pids) await end(pid)
  rmSync(folder, { recursive: true, force: true })
}
