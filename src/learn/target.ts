import { ClienteleError } from '../error.js'
import { checkChoice, invalid } from '../options.js'
import { type Table, Type } from '../table/arrow.js'
import { readCategories } from '../table/categories.js'
import { type Column, counted, findColumn, list, wrongType } from '../table/column.js'
import { isNumeric, readNumbers } from '../table/numbers.js'
import { isText } from '../table/strings.js'
import { yesOrNo } from '../table/yesNo.js'

/** How the classes stood in the table, and so how `predicted` is written. */
export type ClassForm = 'boolean' | 'number' | 'text'

/** What a model learned to predict: one of some classes, or a number. */
export type TargetInfo =
  | {
      readonly name: string
      readonly task: 'classes'
      readonly form: ClassForm
      /** The classes in order; of two, the second is the one whose probability is given. */
      readonly classes: readonly string[]
    }
  | { readonly name: string; readonly task: 'number' }

/** The classes of a column: for each row the number of its class, −1 where missing. */
export interface ClassTarget {
  readonly info: TargetInfo & { readonly task: 'classes' }
  readonly codes: Int32Array
}

/** The numbers of a column, NaN where missing. */
export interface NumberTarget {
  readonly info: TargetInfo & { readonly task: 'number' }
  readonly values: Float64Array
}

/** What names the target, and which of two classes is asked for. */
export interface TargetOptions<Names extends string = string> {
  /** The column to predict: text, a dictionary, booleans or 0/1 for classes; other numbers are predicted as numbers. */
  readonly target: Names
  /**
   * The class whose probability is wanted; all others together are the other class. Needed where there are two classes that are
   * neither booleans nor 0/1 nor yes/no. With three or more classes and without it, each class has its probability.
   */
  readonly positive?: string | number | boolean | undefined
}

/** The most classes: beyond it a column is a text or an identifier. */
const MOST_CLASSES = 1000

/** The target as classes or as numbers; `task` says which where the learner knows. */
export function readTarget(
  who: string,
  table: Table,
  options: TargetOptions,
  task?: 'classes' | 'number',
): ClassTarget | NumberTarget {
  const column = findTarget(who, table, options)
  const { type } = column
  if (task !== undefined) checkChoice(who, 'task', task, ['classes', 'number'])
  if (isNumeric(type)) {
    const values = readNumbers(column, who)
    const asClasses = task === 'classes' || (task === undefined && isZeroOne(values))
    if (asClasses || options.positive !== undefined)
      return numberClasses(who, column, values, options.positive)
    return { info: Object.freeze({ name: column.name, task: 'number' }), values: finite(who, column, values) }
  }
  if (task === 'number') {
    throw wrongType(
      who,
      column,
      'a number is to be predicted',
      'choose a numeric target, or a learner of classes',
    )
  }
  if (!isText(type) && type.typeId !== Type.Bool) {
    throw wrongType(who, column, 'a target is text, a boolean or a number', 'derive one of these from it')
  }
  const { codes, labels } = readCategories(column, who)
  return classTarget(
    who,
    column.name,
    type.typeId === Type.Bool ? 'boolean' : 'text',
    codes,
    labels,
    options.positive,
  )
}

function findTarget(who: string, table: Table, { target }: TargetOptions): Column {
  if (typeof target === 'string') return findColumn(table, target, who)
  const names = table.schema.fields.map((field) => field.name)
  throw invalid(who, `target must name the column to predict (columns: ${list(names)})`)
}

function isZeroOne(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v !== 0 && v !== 1 && !Number.isNaN(v)) return false
  }
  return true
}

/** Beyond this, squares and their sums might overflow. */
const LARGEST = 1e100

function finite(who: string, column: Column, values: Float64Array): Float64Array {
  const row = values.findIndex((v) => Math.abs(v) > LARGEST)
  if (row < 0) return values
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${column.name}' holds ${values[row]} in row ${row + 1}, but numbers within ±1e100 are needed; correct it, or make it null where it is unknown.`,
  )
}

/** Numbers as classes, in ascending order. */
function numberClasses(who: string, column: Column, values: Float64Array, positive: unknown): ClassTarget {
  const distinct = new Map<number, number>()
  const codes = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (Number.isNaN(v)) {
      codes[i] = -1
      continue
    }
    let code = distinct.get(v)
    if (code === undefined) distinct.set(v, (code = distinct.size))
    codes[i] = code
    if (code >= MOST_CLASSES) throw tooMany(who, column.name)
  }
  const labels = Array.from(distinct.keys(), (v) => String(v))
  return classTarget(who, column.name, 'number', codes, labels, positive)
}

function tooMany(who: string, name: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: the target '${name}' has more than ${MOST_CLASSES} different values, but classes are few; group them, or predict a number.`,
  )
}

/** Classes in their order: the positive one last, else numbers and words ascending. */
function classTarget(
  who: string,
  name: string,
  form: ClassForm,
  codes: Int32Array,
  labels: readonly string[],
  positive: string | number | boolean | undefined | unknown,
): ClassTarget {
  if (labels.length > MOST_CLASSES) throw tooMany(who, name)
  const wanted = positive === undefined ? guessPositive(who, name, form, labels) : String(positive)
  if (wanted !== undefined && labels.length > 0 && !labels.includes(wanted)) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: positive is '${wanted.slice(0, 40)}', but the target '${name}' never is; its values are ${list(labels)}.`,
    )
  }
  const sorted = [...labels].sort(form === 'number' ? (a, b) => Number(a) - Number(b) : undefined)
  const others = sorted.filter((label) => label !== wanted)
  const isRest = wanted !== undefined && others.length > 1
  const classes = wanted === undefined ? sorted : isRest ? [`not ${wanted}`, wanted] : [...others, wanted]
  const place = Int32Array.from(labels, (label) => (isRest && label !== wanted ? 0 : classes.indexOf(label)))
  const ordered = codes.map((code) => (code < 0 ? -1 : place[code]!))
  const ownForm = isRest ? 'text' : form
  return {
    info: Object.freeze({ name, task: 'classes', form: ownForm, classes: Object.freeze(classes) }),
    codes: ordered,
  }
}

/** Which of two classes is meant without being told: true, 1 or yes. */
function guessPositive(
  who: string,
  name: string,
  form: ClassForm,
  labels: readonly string[],
): string | undefined {
  if (form === 'boolean') return labels.includes('true') ? 'true' : undefined
  if (labels.length > 2) return undefined
  const states = labels.map(yesOrNo)
  if (!states.includes(undefined)) return labels[states.indexOf(true)]
  if (labels.length < 2) return undefined
  throw new ClienteleError(
    'option-invalid',
    `${who}: which class of the target '${name}' is to be predicted? Say positive: '${labels[0]!.slice(0, 40)}' or positive: '${labels[1]!.slice(0, 40)}'.`,
  )
}

/** An error unless there are two classes or two different numbers among the rows that are learned from. */
export function checkVaries(who: string, target: ClassTarget | NumberTarget, rows: Int32Array): void {
  const { name } = target.info
  const values = 'codes' in target ? target.codes : target.values
  const first = rows.length > 0 ? values[rows[0]!]! : NaN
  for (let i = 1; i < rows.length; i++) if (values[rows[i]!] !== first) return
  const what = 'codes' in target ? `'${target.info.classes[first] ?? ''}'` : String(first)
  throw new ClienteleError(
    'value-invalid',
    `${who}: the target '${name}' is ${what} in all ${counted(rows.length, 'row')} that can be learned from, but there must be two different values; look at how it was made.`,
  )
}
