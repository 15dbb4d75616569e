/** Numbers by the name of their column. */
export interface Arrays {
  readonly [name: string]: Float64Array
}

/** An array for each of some names. */
export function arrays<Name extends string>(
  size: number,
  names: readonly Name[],
): { [K in Name]: Float64Array } {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(size)])) as {
    [K in Name]: Float64Array
  }
}
