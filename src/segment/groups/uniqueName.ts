/** The name, or with a number where it is taken; it is taken from then on. */
export function uniqueName(name: string, taken: Set<string>): string {
  let free = name
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`
  taken.add(free)
  return free
}

/** How a missing value is written in a column's name. */
export const MISSING = '(missing)'
