/** The columns of the shop's customers that say who somebody is. */
export const shopFields = {
  given_name: 'given_name',
  surname: 'surname',
  email: 'email',
  phone: 'phone',
  date_of_birth: 'date_of_birth',
  street: 'street',
  postcode: 'postcode',
  city: 'city',
} as const

/** The rows of a CSV as text, null where empty. */
export function readRecords(text: string): { [column: string]: string | null }[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const [head, ...rows] = lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
      (cell[1] ?? cell[2] ?? '').trim(),
    ),
  )
  return rows.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] || null])))
}

function pairs(keys: readonly unknown[]): number {
  const counts = new Map<unknown, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  let sum = 0
  for (const n of counts.values()) sum += (n * (n - 1)) / 2
  return sum
}

/** F1 of pairs of equal ids against pairs of equal labels; pairs that were never proposed count as missed. */
export function pairF1(ids: readonly unknown[], labels: readonly unknown[]): number {
  const both = pairs(ids.map((id, i) => `${String(id)}|${String(labels[i])}`))
  return (2 * both) / (pairs(ids) + pairs(labels))
}

/** The numbers below n in a fixed order that is none. */
export function shuffled(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).sort((a, b) => ((a * 7919) % n) - ((b * 7919) % n) || a - b)
}
