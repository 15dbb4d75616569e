/** A query without what ends it, so that it can stand within another one. */
export function withoutEnd(sql: string): string {
  return sql.replace(/[;\s]+$/, '')
}
