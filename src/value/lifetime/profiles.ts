import { ClienteleError } from '../../error.js'
import { checkOptions, invalid } from '../../options.js'
import { brief } from '../../print.js'
import type { Table } from '../../table/arrow.js'
import { findColumn } from '../../table/column.js'
import { readNumbers } from '../../table/numbers.js'
import { withinBounds } from './bounds.js'
import { collapseRows } from './collapse.js'
import type { Learnable, Process } from './core.js'

/** Columns that explain how often customers buy and how soon they leave, or whatever else a model is about. */
export type CovariateNames<P extends Process = 'purchase' | 'dropout'> = {
  readonly [process in P]: readonly string[]
}

/** Those columns, and how each (in the order of `covariateColumns`) is brought near 0 and 1 inside. */
export type Covariates<P extends Process = 'purchase' | 'dropout'> = CovariateNames<P> & {
  readonly scaling: readonly Scaling[]
}

/** Covariates of whichever processes. */
export type AnyCovariates = Partial<CovariateNames<Process>> & { readonly scaling: readonly Scaling[] }

/** A covariate's value at which the parameters hold as they are, and its standard deviation. */
export interface Scaling {
  readonly center: number
  readonly scale: number
}

/** One coefficient: how a covariate moves a parameter. */
export interface Coefficient {
  readonly name: string
  readonly column: number
  readonly parameter: number
  readonly sign: 1 | -1
  /** What it is multiplied by where it meets a scaled covariate. */
  readonly scale: number
}

/** Distinct rows of covariates; without any there is one profile of all rows. */
export interface Profiles {
  /** The profile of each row, −1 where a covariate is missing. */
  readonly rowProfile: Int32Array | undefined
  readonly values: readonly Float64Array[]
}

/** Checks the option, which may hold covariates of those processes, and fills in what it leaves out. */
export function readCovariates<P extends Process>(
  who: string,
  given: unknown,
  core: Learnable,
  processes: readonly P[],
): CovariateNames<P> {
  if (given !== undefined) checkOptions(who, given, processes, 'covariates')
  const lists = (given ?? {}) as Partial<CovariateNames<P>>
  const read = processes.map((process) => {
    const names: unknown = lists[process] ?? []
    if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) {
      throw invalid(who, `covariates.${process} must be a list of columns' names`)
    }
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice !== undefined) throw invalid(who, `covariates.${process} names '${twice}' twice`)
    if (names.length > 0 && !core.effects.some((effect) => effect.process === process)) {
      throw invalid(who, `this model takes no covariates of ${process}; leave covariates.${process} out`)
    }
    return [process, Object.freeze([...names])]
  })
  return Object.fromEntries(read) as CovariateNames<P>
}

/** The columns that are read, each once. */
export function covariateColumns({ purchase, dropout, spend }: Partial<CovariateNames<Process>>): string[] {
  return [...new Set([...(purchase ?? []), ...(dropout ?? []), ...(spend ?? [])])]
}

/** The coefficients in order: those of purchase first. */
export function coefficientsOf(
  { effects }: Pick<Learnable, 'effects'>,
  covariates: AnyCovariates,
): Coefficient[] {
  const columns = covariateColumns(covariates)
  return effects.flatMap(({ label, process, parameter, sign }) =>
    (covariates[process] ?? []).map((name) => ({
      name: `${label}.${name}`,
      column: columns.indexOf(name),
      parameter,
      sign,
      scale: covariates.scaling[columns.indexOf(name)]!.scale,
    })),
  )
}

/** A zero farther than this many standard deviations from the mean is none of a customer's. */
const FAR = 20

/** How covariates are scaled: by their standard deviation, and from their mean where 0 is far off, as with years. */
export function measureCovariates<P extends Process>(
  table: Table,
  names: CovariateNames<P>,
  who: string,
): Covariates<P> {
  const scaling = readCovariateColumns(table, names, who).map((column) => {
    const known = column.filter((v) => !Number.isNaN(v)).sort()
    const first = known[0] ?? 0
    const mean = first + known.reduce((sum, v) => sum + (v - first) / known.length, 0)
    const deviation = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2 / known.length, 0))
    const scale = deviation > 1e-12 * Math.abs(mean) ? deviation : Math.abs(mean) || 1
    return { center: Math.abs(mean) > FAR * scale ? mean : 0, scale }
  })
  return { ...names, scaling }
}

function readCovariateColumns(
  table: Table,
  covariates: Partial<CovariateNames<Process>>,
  who: string,
): Float64Array[] {
  return covariateColumns(covariates).map((name) => {
    const values = readNumbers(findColumn(table, name, who), who)
    const row = values.findIndex((v) => Math.abs(v) === Infinity)
    if (row < 0) return values
    throw new ClienteleError(
      'value-invalid',
      `${who}: column '${name}' holds ${values[row]} in row ${row + 1}, but covariates are finite; make it null where it is unknown.`,
    )
  })
}

/** Reads the covariates of every row, scaled, and collapses equal ones. */
export function readProfiles(table: Table, covariates: AnyCovariates, who: string): Profiles {
  const { scaling } = covariates
  if (scaling.length === 0) return { rowProfile: undefined, values: [new Float64Array(0)] }
  const columns = readCovariateColumns(table, covariates, who)
  const cells = collapseRows(columns)
  const values = Array.from({ length: cells.size }, (_, i) =>
    Float64Array.from(
      scaling,
      ({ center, scale }, c) => (cells.values[c]![cells.codes[c]![i]!]! - center) / scale,
    ),
  )
  return { rowProfile: cells.rowCell, values }
}

/** A model's parameters as the search's variables: logarithms, then coefficients times their covariate's scale. */
export function phiOf(
  { names }: Pick<Learnable, 'names'>,
  parameters: { readonly [name: string]: number },
  coefficients: readonly Coefficient[],
): Float64Array {
  return Float64Array.of(
    ...names.map((name) => Math.log(parameters[name]!)),
    ...coefficients.map(({ name, scale }) => parameters[name]! * scale),
  )
}

/** What to say of covariates that are the same for everybody, or whose 0 is none of a customer's. */
export function covariateWarnings(covariates: AnyCovariates, { values }: Profiles): string[] {
  return covariateColumns(covariates).flatMap((name, i) => {
    if (values.every((profile) => profile[i] === values[0]![i])) {
      return [
        `Everybody has the same ${name}: it explains nothing, and its coefficients cannot be told from the parameters; leave it out.`,
      ]
    }
    const { center } = covariates.scaling[i]!
    if (center === 0) return []
    return [
      `Parameters are those of a customer with ${name} ${brief(center)}, the mean: 0 is far from everybody.`,
    ]
  })
}

/**
 * The natural parameters of a profile, from log-parameters followed by coefficients: `width` numbers, of which those that
 * only covariates move are 1 without them.
 */
export function parametersOf(
  phi: Float64Array,
  size: number,
  coefficients: readonly Coefficient[],
  profile: Float64Array,
  width: number = size,
): Float64Array {
  const logs = new Float64Array(width)
  for (let i = 0; i < size; i++) logs[i] = phi[i]!
  coefficients.forEach(({ parameter, sign, column }, i) => {
    logs[parameter]! += sign * phi[size + i]! * profile[column]!
  })
  return withinBounds(logs, width).map(Math.exp)
}
