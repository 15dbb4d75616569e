/** The column or table that is made on the way: no table of a user's has such a name. */
export function hidden(name: string): string {
  return `__clientele_${name}`
}
