import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { collapseRows } from './collapse.js'
import type { BuyingCore } from './core.js'

/** Columns that explain how often customers buy and how soon they leave. */
export interface Covariates {
  readonly purchase: readonly string[]
  readonly dropout: readonly string[]
}

/** One coefficient: how a covariate moves a parameter. */
export interface Coefficient {
  readonly name: string
  readonly column: number
  readonly parameter: number
  readonly sign: 1 | -1
}

/** Distinct rows of covariates; without any there is one profile of all rows. */
export interface Profiles {
  /** The profile of each row, −1 where a covariate is missing. */
  readonly rowProfile: Int32Array | undefined
  readonly values: readonly Float64Array[]
}

/** Checks the option and fills in what it leaves out. */
export function readCovariates(who: string, given: unknown, core: BuyingCore): Covariates {
  if (given === undefined) return { purchase: [], dropout: [] }
  checkOptions(who, given, ['purchase', 'dropout'], 'covariates')
  const { purchase = [], dropout = [] } = given as Partial<Covariates>
  for (const [process, names] of Object.entries({ purchase, dropout })) {
    if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) {
      throw invalid(who, `covariates.${process} must be a list of columns' names`)
    }
    if (names.length > 0 && !core.effects.some((effect) => effect.process === process)) {
      throw invalid(who, `this model takes no covariates of ${process}; leave covariates.${process} out`)
    }
  }
  return { purchase: Object.freeze([...purchase]), dropout: Object.freeze([...dropout]) }
}

/** The columns that are read, each once. */
export function covariateColumns({ purchase, dropout }: Covariates): string[] {
  return [...new Set([...purchase, ...dropout])]
}

/** The coefficients in order: those of purchase first. */
export function coefficientsOf(core: BuyingCore, covariates: Covariates): Coefficient[] {
  const columns = covariateColumns(covariates)
  return core.effects.flatMap(({ label, process, parameter, sign }) =>
    covariates[process].map((name) => ({
      name: `${label}.${name}`,
      column: columns.indexOf(name),
      parameter,
      sign,
    })),
  )
}

/** Reads the covariates of every row and collapses equal ones. */
export function readProfiles(table: Table, covariates: Covariates, who: string): Profiles {
  const names = covariateColumns(covariates)
  if (names.length === 0) return { rowProfile: undefined, values: [new Float64Array(0)] }
  const columns = names.map((name) => {
    const values = readNumbers(findColumn(table, name, who), who)
    const row = values.findIndex((v) => Math.abs(v) === Infinity)
    if (row < 0) return values
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds ${values[row]} in row ${row + 1}, but covariates are finite; make it null where it is unknown.`,
    )
  })
  const cells = collapseRows(columns)
  const values = Array.from({ length: cells.size }, (_, i) =>
    Float64Array.from(columns, (_c, c) => cells.values[c]![cells.codes[c]![i]!]!),
  )
  return { rowProfile: cells.rowCell, values }
}

/** The natural parameters of a profile, from log-parameters followed by coefficients. */
export function parametersOf(
  phi: Float64Array,
  size: number,
  coefficients: readonly Coefficient[],
  profile: Float64Array,
): Float64Array {
  const logs = phi.slice(0, size)
  coefficients.forEach(({ parameter, sign, column }, i) => {
    logs[parameter]! += sign * phi[size + i]! * profile[column]!
  })
  return logs.map(Math.exp)
}
