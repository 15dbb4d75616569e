import { makeRandom } from '#src/numeric/random'

/** An invented person's record. */
export interface PersonRow extends Record<string, string | null> {
  readonly person: string
  readonly given_name: string | null
  readonly surname: string | null
  readonly date_of_birth: string | null
  readonly email: string | null
  readonly postcode: string | null
}

const GIVEN =
  'amelia oliver isla harry ava george mia noah emily jacob sophia leo grace arthur lily thomas'.split(' ')
const SURNAMES =
  'smith jones taylor brown wilson johnson davies wright evans walker green hall clarke patel khan zykov'.split(
    ' ',
  )

/** Two records of each of so many persons, the second with slips and gaps. */
export function people(persons: number, seed = 1): PersonRow[] {
  const random = makeRandom(seed)
  const below = (n: number) => Math.floor(random.uniform() * n)
  const slip = (text: string) => {
    const at = below(text.length - 1)
    const [a, b] = [text[at]!, text[at + 1]!]
    return random.uniform() < 0.5
      ? text.slice(0, at) + b + a + text.slice(at + 2)
      : text.slice(0, at) + text.slice(at + 1)
  }
  const sometimes = (share: number, changed: () => string | null, text: string) =>
    random.uniform() < share ? changed() : text
  return Array.from({ length: persons }, (_, p) => {
    const given_name = GIVEN[below(GIVEN.length)]!
    const surname = SURNAMES[Math.floor(random.uniform() ** 2 * SURNAMES.length)]!
    const two = (n: number) => String(1 + below(n)).padStart(2, '0')
    const date_of_birth = `${1940 + below(60)}-${two(12)}-${two(28)}`
    const email = `${given_name}.${surname}${below(1000)}@mail.test`
    const postcode = `${'lbyd'[below(4)]!}s${1 + below(9)} ${1 + below(9)}ab`
    const first: PersonRow = { person: `p${p}`, given_name, surname, date_of_birth, email, postcode }
    const second: PersonRow = {
      person: `p${p}`,
      given_name: sometimes(0.25, () => slip(given_name), given_name),
      surname: sometimes(0.25, () => slip(surname), surname),
      date_of_birth: sometimes(0.2, () => null, date_of_birth),
      email: sometimes(0.5, () => null, email),
      postcode: sometimes(0.3, () => 'ls1 1aa', postcode),
    }
    return [first, second]
  }).flat()
}

/** All pairs of so many rows. */
export function allPairs(rows: number): { row_a: number; row_b: number }[] {
  return Array.from({ length: rows }, (_, b) =>
    Array.from({ length: b }, (__, a) => ({ row_a: a, row_b: b })),
  ).flat()
}

/** The records without saying who they are. */
export function anonymous<T extends PersonRow>(rows: readonly T[]): Omit<T, 'person'>[] {
  return rows.map((row) => {
    return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'person')) as Omit<T, 'person'>
  })
}
