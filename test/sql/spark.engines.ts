import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toRows } from 'clientele'
import { type Engine, spark } from 'clientele/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { running } from '../engines/main.mjs'
import { executors, start, stop } from '../engines/spark.mjs'

/** A cluster of its own: what happens to it here must not happen to other tests. */
const folder = join(tmpdir(), `clientele-spark-${process.pid}`)
let cluster: Awaited<ReturnType<typeof start>>
let engine: Engine
const canRun = running('spark') !== undefined
beforeAll(async () => {
  if (!canRun) return
  // Answers that last longer than three seconds are taken up again, and those that nobody takes up for two are given up.
  const settings = {
    'spark.connect.execute.reattachable.senderMaxStreamDuration': '3s',
    'spark.connect.execute.manager.detachedTimeout': '2s',
    'spark.connect.execute.manager.maintenanceInterval': '1s',
  }
  cluster = await start(folder, { token: 'open sesame', driverMemory: '700m', settings })
  engine = await spark(cluster.url, { token: 'open sesame' })
})
afterAll(async () => {
  await engine?.close()
  if (cluster) await stop(cluster, folder)
})

const runningJobs = async (): Promise<number> => {
  const api = `${cluster.ui}/api/v1/applications`
  const [{ id }] = (await (await fetch(api)).json()) as { id: string }[] & [{ id: string }]
  return ((await (await fetch(`${api}/${id}/jobs?status=running`)).json()) as unknown[]).length
}

const untilJobs = (count: number) => expect.poll(runningJobs, { timeout: 20_000 }).toBe(count)
const endless = 'SELECT count(*) FROM range(100000000000) WHERE hash(id) = 3'

/** Long enough to be disturbed on the way, with a shuffle in the middle. */
const long =
  'SELECT count(*) AS groups, sum(n) AS rows FROM (SELECT id % 100003 AS k, count(*) AS n FROM range(0, 400000000, 1, 8) GROUP BY 1)'
const answer = [{ groups: 100_003, rows: 400_000_000 }]

describe.skipIf(!canRun)('a Spark cluster', () => {
  it('refuses a wrong token in one sentence', async () => {
    await expect(spark(cluster.url, { token: 'sesame' })).rejects.toThrow(
      'spark: Spark says: the token was refused; give the one that the server was started with.',
    )
    await expect(spark(cluster.url)).rejects.toThrow(/the token was refused/)
  })

  it('works on both workers, and tells how many tasks are done', async () => {
    const told: number[] = []
    const table = await engine.query(long, { onProgress: ({ done }) => told.push(done) })
    expect(toRows(table)).toEqual(answer)
    expect(told.at(-1)).toBeGreaterThan(0)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    for (const { completedTasks } of await executors(cluster.ui)) expect(completedTasks).toBeGreaterThan(0)
  })

  it('stops its job when the call is stopped', async () => {
    const stopper = new AbortController()
    const query = engine.query(endless, stopper)
    const refused = expect(query).rejects.toMatchObject({ code: 'aborted' })
    await untilJobs(1)
    stopper.abort()
    await refused
    await untilJobs(0)
  })

  it('stops its job when the time is over', async () => {
    const hasty = await spark(cluster.url, { token: 'open sesame', timeout: { seconds: 3 } })
    await expect(hasty.query(endless)).rejects.toThrow(/no answer within 3 s/)
    await untilJobs(0)
    await hasty.close()
  })

  it('stops the job of a process that was killed', async () => {
    const code = `const { spark } = await import('clientele/sql')
      const engine = await spark('${cluster.url}', { token: 'open sesame' })
      await engine.query('${endless}')`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'ignore' })
    await untilJobs(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await untilJobs(0)
  })

  it('gives the same answer when a worker dies on the way', async () => {
    const query = engine.query(long)
    await sleep(2000)
    process.kill(cluster.workers[0]!, 'SIGKILL')
    expect(toRows(await query)).toEqual(answer)
    expect(await executors(cluster.ui)).toHaveLength(1)
  })

  it('says in one sentence that it ended, out of memory', async () => {
    // What is broadcast is collected by the driver.
    const large = "SELECT id, repeat('x', 200) AS text FROM range(20000000)"
    const query = engine.query(
      `SELECT /*+ BROADCAST(b) */ count(b.text) FROM range(10) a JOIN (${large}) b USING (id)`,
    )
    await expect(query).rejects.toThrow(
      /^spark: the server at 127\.0\.0\.1:\d+ does not answer, or ended while it worked \(out of memory, for example\)[^.]*\.$/,
    )
  })
})
