/**
 * ClickHouse in this process, behind as much of its HTTP interface as its client uses: the query in the address or
 * the body, settings in the address, rows inserted as Arrow.
 *
 * node clickhouseServer.mjs PORT FOLDER
 */
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Session } from 'chdb'

const [port = '0', folder = '.'] = process.argv.slice(2)
const session = new Session(join(folder, 'data'))
// Its default database takes names that look like paths for files, as a server's does not.
session.query('create database if not exists shop engine = Atomic')
session.query('use shop')
// Others work on this machine too.
session.query('set max_threads = 2')
session.query('set max_memory_usage = 3000000000')
// What the interface itself means by a word in the address; every other word is a setting of the query.
const words = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'session_timeout',
  'role',
  'default_format',
])

/** @param {string} value */
const literal = (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/**
 * @param {URLSearchParams} asked @param {Buffer} body
 * @returns {Promise<Buffer>}
 */
async function answer(asked, body) {
  const inAddress = asked.get('query')
  const settings = [...asked].filter(([key]) => !words.has(key) && !key.startsWith('param_'))
  for (const [key, value] of settings) session.query(`set ${key} = ${literal(value)}`)
  const insert = /^\s*(insert\s+into\s.*?)\s+format\s+(\w+)\s*$/is.exec(inAddress ?? '')
  if (insert) {
    const file = join(folder, `insert-${process.hrtime.bigint()}`)
    writeFileSync(file, body)
    try {
      await session.queryAsync(
        `${insert[1]} select * from file(${literal(file)}, ${literal(insert[2] ?? '')})`,
      )
    } finally {
      rmSync(file)
    }
    return Buffer.alloc(0)
  }
  const query = [inAddress, body.toString('utf8')].filter(Boolean).join('\n')
  const result = await session.queryAsync(query, { format: asked.get('default_format') ?? 'TabSeparated' })
  return Buffer.from(result.bytes())
}

// One query at a time: settings belong to the session.
let turn = Promise.resolve()

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const asked = new URL(request.url ?? '/', 'http://localhost')
    if (asked.pathname === '/ping') return response.end('Ok.\n')
    turn = turn
      .then(() => answer(asked.searchParams, Buffer.concat(parts)))
      .then(
        (bytes) => void response.end(bytes),
        (error) => {
          const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1002'
          response.writeHead(500, { 'X-ClickHouse-Exception-Code': code }).end(error.message)
        },
      )
  })
})
server.listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => {
  session.close()
  process.exit(0)
})
