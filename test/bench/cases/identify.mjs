/** Records of the shop to customers, beside Splink, which is told by hand what to compare and to block on. */
import { identify } from 'clientele'
import { readTable } from 'clientele/io'
import { inPython } from '../python.mjs'
import { recordsFile } from '../records.mjs'

const fields = /** @type {const} */ ({
  given_name: 'given_name',
  surname: 'surname',
  email: 'email',
  phone: 'phone',
  date_of_birth: 'date_of_birth',
  street: 'street',
  postcode: 'postcode',
  city: 'city',
})

/** @returns {AsyncIterable<import('../main.mjs').Job>} */
export async function* jobs() {
  for (const records of [50_000, 100_000]) {
    const path = recordsFile(records)
    const table = await readTable(path)
    yield {
      job: `customers of ${records} records`,
      ours: {
        clientele: () => identify(table, { fields, threads: 1 }),
        'clientele, 2 threads': () => identify(table, { fields, threads: 2 }),
      },
      peers: { 'Splink on DuckDB, 2 threads': inPython('identify_splink', { path, threads: 2 }) },
    }
  }
}
