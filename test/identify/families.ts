/** Numbers from 0 to below 1 that are the same everywhere (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Row = { readonly [column: string]: string | null }

/**
 * Febrl's records with invented relatives of four in ten originals: one to three who share surname and home, with the given name of another
 * person and the date of birth and id, backwards, of a third. `label` says who a record is.
 */
export function withRelatives(
  rows: readonly Row[],
  label: (row: Row) => string,
): { rows: Row[]; labels: string[] } {
  const next = numbers(5)
  const originals = rows.filter(({ rec_id }) => rec_id!.includes('org'))
  const one = () => originals[Math.floor(next() * originals.length)]!
  const relatives = originals.flatMap((row) => {
    if (next() >= 0.4) return []
    return Array.from({ length: 1 + Math.floor(next() * 3) }, () => {
      const { given_name } = one()
      const { date_of_birth, soc_sec_id } = one()
      const backwards = [...soc_sec_id!].toReversed().join('')
      return { ...row, given_name: given_name!, date_of_birth: date_of_birth!, soc_sec_id: backwards }
    })
  })
  const invented = relatives.map((_, i) => `relative ${i}`)
  return { rows: [...rows, ...relatives], labels: [...rows.map(label), ...invented] }
}
