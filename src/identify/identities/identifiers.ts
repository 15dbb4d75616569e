import { ClienteleError } from '../../error.js'
import { invalid } from '../../options.js'
import type { Vector } from '../../table/arrow.js'
import { dictionary, float64, int32 } from '../../table/build.js'
import type { Column } from '../../table/column.js'
import { wrongType } from '../../table/column.js'
import { isNumeric, readNumbers } from '../../table/numbers.js'
import { isText, readStrings } from '../../table/strings.js'

/** Makes an identifier that nobody has had, the n-th in this call, from 1. */
export type NewId = (n: number) => string | number

/** Former identifiers by number, and how columns of these and of new ones are made. */
export type Identifiers = {
  /** A column of identifiers by their numbers, those from the number of former ones on being new; −1 is null. */
  readonly column: (numbers: Int32Array) => Vector
}

/** `used` has every identifier that was ever given; `former` those of customers now, in their order. */
export function makeIdentifiers(
  type: Column,
  former: readonly (string | null)[],
  used: readonly Column[],
  fresh: number,
  newId: NewId | undefined,
  who: string,
): Identifiers {
  if (isNumeric(type.type)) {
    const taken = used
      .flatMap((column) => Array.from(readNumbers(column, who)))
      .filter((id) => !Number.isNaN(id))
    if (taken.some((id) => !Number.isSafeInteger(id))) {
      throw wrongType(
        who,
        type,
        'identifiers that are numbers must be whole and below 2⁵³',
        'convert it to text',
      )
    }
    const last = taken.reduce((most, id) => Math.max(most, id), 0)
    const made = makeNew(fresh, newId ?? ((n) => last + n), new Set<unknown>(taken), 'number', who)
    return { column: (numbers) => numberColumn([...former.map(Number), ...(made as number[])], numbers) }
  }
  if (!isText(type.type)) throw wrongType(who, type, 'identifiers must be numbers or text', 'convert it')
  const taken = used.flatMap((column) => readStrings(column)).filter((id) => id !== null)
  const made = makeNew(
    fresh,
    newId ?? nextWord(taken, fresh, type.name, who),
    new Set<unknown>(taken),
    'string',
    who,
  )
  const labels = [...(former as string[]), ...(made as string[])]
  return { column: (numbers) => dictionary(numbers, labels) }
}

function makeNew(
  fresh: number,
  newId: NewId,
  taken: Set<unknown>,
  type: string,
  who: string,
): (string | number)[] {
  return Array.from({ length: fresh }, (_, i) => {
    const id = newId(i + 1)
    if (typeof id !== type || (type === 'number' && !Number.isSafeInteger(id))) {
      throw invalid(
        who,
        `newId must give ${type === 'number' ? 'whole numbers' : 'text'}, as identifiers are, but gave ${typeof id}`,
      )
    }
    if (taken.has(id))
      throw invalid(who, `newId gave an identifier that was given before, as the new one number ${i + 1}`)
    taken.add(id)
    return id
  })
}

/** Goes on counting where all identifiers are the same letters before a number: c0041, c0042. */
function nextWord(taken: readonly string[], fresh: number, name: string, who: string): NewId {
  const parts = taken.map((id) => /^(.*?)(\d{1,15})$/s.exec(id))
  const first = parts[0]
  if (fresh > 0 && (!first || parts.some((part) => !part || part[1] !== first[1]))) {
    throw new ClienteleError(
      'option-invalid',
      `${who}: cannot tell how identifiers in '${name}' go on, which are not all the same letters before a number; say newId: (n) => '…'.`,
    )
  }
  const last = parts.reduce((most, part) => Math.max(most, Number(part![2])), 0)
  const width = parts.reduce((most, part) => Math.max(most, part![2]!.length), 0)
  return (n) => `${first?.[1] ?? ''}${String(last + n).padStart(width, '0')}`
}

function numberColumn(ids: readonly number[], numbers: Int32Array): Vector {
  const fits = ids.every((id) => Math.abs(id) <= 2_147_483_647)
  if (!fits) return float64(Float64Array.from(numbers, (n) => (n < 0 ? NaN : ids[n]!)))
  return int32(
    numbers.map((n) => (n < 0 ? 0 : ids[n]!)),
    Uint8Array.from(numbers, (n) => (n < 0 ? 0 : 1)),
  )
}
