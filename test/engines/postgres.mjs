/** PostgreSQL as it is spread over machines: a coordinator and two shards that it reaches by postgres_fdw. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { answers, background, end, freePort, needPackage, until } from './processes.mjs'

const shards = ['shard1', 'shard2']

/** The newest PostgreSQL that Debian's package put here, or the one on the path. */
function programs() {
  const debian = '/usr/lib/postgresql'
  if (!existsSync(debian)) return ''
  const newest = readdirSync(debian).sort((a, b) => Number(b) - Number(a))[0]
  return newest ? join(debian, newest, 'bin') : ''
}

/** PostgreSQL refuses to run as root: there it runs as the package's own user. */
function unprivileged() {
  if (process.getuid?.() !== 0) return undefined
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])))
  return { uid, gid }
}

/** @param {string} folder @returns {Promise<{ url: string, shards: string[], pids: number[] }>} */
export async function start(folder) {
  needPackage('postgresql', () => answers(join(programs(), 'postgres'), ['--version']))
  const bin = programs()
  const as = unprivileged()
  const password = randomBytes(12).toString('hex')
  const secret = join(folder, 'password')
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  writeFileSync(secret, password, { mode: 0o600 })
  if (as) for (const path of [folder, secret]) chownSync(path, as.uid, as.gid)

  /** @param {string} name */
  const server = async (name) => {
    const data = join(folder, name)
    const port = await freePort()
    const init = ['--pgdata', data, '--username', 'clientele', '--pwfile', secret, '--encoding', 'UTF8']
    execFileSync(join(bin, 'initdb'), [...init, '--locale', 'C', '--auth', 'scram-sha-256'], {
      ...as,
      stdio: 'pipe',
    })
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      timezone: 'UTC',
      fsync: 'off',
    }
    const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
    const pid = background(join(bin, 'postgres'), ['-D', data, ...flags], {
      log: join(folder, `${name}.log`),
      ...as,
    })
    const url = `postgres://clientele:${password}@127.0.0.1:${port}/postgres`
    await until(`PostgreSQL (${name})`, () => ask(url, 'select 1'))
    return { pid, port, url }
  }
  const [coordinator, ...others] = await Promise.all(['coordinator', ...shards].map(server))
  if (!coordinator) throw new Error('no coordinator')
  await ask(coordinator.url, [
    'create extension postgres_fdw',
    ...others.flatMap(({ port }, i) => [
      `create server ${shards[i]} foreign data wrapper postgres_fdw options
          (host '127.0.0.1', port '${port}', dbname 'postgres', async_capable 'true', use_remote_estimate 'true')`,
      `create user mapping for clientele server ${shards[i]} options (user 'clientele', password '${password}')`,
    ]),
    'alter system set enable_partitionwise_aggregate = on',
    'select pg_reload_conf()',
  ])
  return {
    url: coordinator.url,
    shards: others.map(({ url }) => url),
    pids: [coordinator, ...others].map(({ pid }) => pid),
  }
}

/** @param {{ pids: number[] }} state @param {string} folder */
export async function stop(state, folder) {
  await Promise.all(state.pids.map(end))
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Spreads the rows of a table of the coordinator over the shards by the hash of a column, as the table `spread`. Names are pasted: for tests.
 * @param {{ url: string, shards: string[] }} state @param {string} table @param {string} key @param {string} spread
 */
export async function spreadTable(state, table, key, spread) {
  const client = new pg.Client({ connectionString: state.url })
  await client.connect()
  const { rows } = await client.query(
    `select format('%I %s', attname, format_type(atttypid, atttypmod)) as name from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
  )
  await client.end()
  const columns = rows.map(({ name }) => name).join(', ')
  for (const [i, url] of state.shards.entries()) {
    await ask(url, [`drop table if exists ${spread}_${i}`, `create table ${spread}_${i} (${columns})`])
  }
  await ask(state.url, [
    `drop table if exists ${spread}`,
    `create table ${spread} (${columns}) partition by hash (${key})`,
    ...state.shards.map(
      (_, i) =>
        `create foreign table ${spread}_${i} partition of ${spread} for values with (modulus ${state.shards.length}, remainder ${i}) server ${shards[i]}`,
    ),
    `insert into ${spread} select * from ${table}`,
    `analyze ${spread}`,
  ])
  for (const [i, url] of state.shards.entries()) await ask(url, `analyze ${spread}_${i}`)
}

/**
 * Runs statements one after the other.
 * @param {string} url @param {string | string[]} statements
 */
async function ask(url, statements) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of [statements].flat()) await client.query(statement)
    return true
  } finally {
    await client.end()
  }
}
