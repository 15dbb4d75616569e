import type { LinkageField, LinkageRarity } from '../link/state.js'
import { compile } from './evaluate.js'
import { NotMapped } from './notMapped.js'
import { columnsOf, type Expression, parse } from './parse.js'
import type { SplinkComparison, SplinkLevel } from './readSettings.js'

/** A level has three bits: missing, all other and six more. */
const MOST = 6
const LEAST = 1e-300

/** A level whose condition is known here. */
type Mapped = { readonly level: SplinkLevel; readonly expression: Expression }

/** A comparison as a field of a model; undefined where nothing of it is known here. `note` is told what is not taken over. */
export function mapComparison(
  { name, levels: all }: SplinkComparison,
  note: (sentence: string) => void,
): LinkageField | undefined {
  const levels = reachable(name, all, note)
  const say = (level: SplinkLevel, what: string) =>
    note(`Comparison '${name}', level '${level.label}': ${what}.`)
  const known = levels.flatMap((level): Mapped[] => {
    if (isElse(level)) return []
    const instead = level.isMissing
      ? 'only empty values count as missing'
      : 'its pairs fall to the next level'
    const expression = readCondition(level, (what) => say(level, `${what} is not known here; ${instead}`))
    return expression === undefined ? [] : [{ level, expression }]
  })
  const missing = known.filter(({ level }) => level.isMissing)
  const ranked = known.filter(({ level }) => !level.isMissing)
  for (const { level } of ranked.slice(MOST))
    say(level, `only ${MOST} levels fit; its pairs fall to the last`)
  const kept = ranked.slice(0, MOST)
  if (kept.length === 0) {
    note(`Comparison '${name}' is left out: none of its levels is known here.`)
    return undefined
  }
  const columns = [...new Set(known.flatMap(({ expression }) => columnsOf(expression)))]
  if (columns.length === 0 || columns.length > 10) {
    note(`Comparison '${name}' is left out: it reads ${columns.length} columns.`)
    return undefined
  }
  const last = levels.find(isElse)
  const best = [...kept.map(({ level }) => level), last]
  const shares = best.map((level) => sharesOf(level, (what) => level && say(level, what)))
  return {
    column: name,
    kind: 'exact',
    levels: ['missing', ...best.map((level) => level?.label ?? 'all other').toReversed()],
    match: shares.map(([m]) => m).toReversed(),
    strangers: shares.map(([, u]) => u).toReversed(),
    rarity: rarityOf(columns, kept, say),
    words: null,
    aliases: [],
    rules: {
      columns,
      conditions: kept.map(({ level }) => level.condition),
      missing: missing.map(({ level }) => `(${level.condition})`).join(' OR ') || 'FALSE',
    },
  }
}

/** The levels up to ELSE, which takes all pairs that are left. */
function reachable(
  name: string,
  levels: readonly SplinkLevel[],
  note: (sentence: string) => void,
): readonly SplinkLevel[] {
  const last = levels.findIndex(isElse)
  if (last < 0)
    note(`Comparison '${name}' has no level ELSE: pairs that are in none of its levels weigh nothing.`)
  else if (last < levels.length - 1)
    note(`Comparison '${name}': levels after ELSE, which no pair reaches, are left out.`)
  return last < 0 ? levels : levels.slice(0, last + 1)
}

const isElse = ({ condition }: SplinkLevel) => condition.trim().toUpperCase() === 'ELSE'

/** The condition where all of it is known here. */
function readCondition({ condition }: SplinkLevel, say: (what: string) => void): Expression | undefined {
  try {
    const expression = parse(condition)
    compile(expression, columnsOf(expression))
    return expression
  } catch (error) {
    if (!(error instanceof NotMapped)) throw error
    say(error.message)
    return undefined
  }
}

/** A level's m and u; where one of them is not there the level weighs nothing. */
function sharesOf(level: SplinkLevel | undefined, say: (what: string) => void): readonly [number, number] {
  const { m, u } = level ?? { m: undefined, u: undefined }
  if (m === undefined || u === undefined) {
    say(`its ${m === undefined ? 'm' : 'u'} was not trained; it weighs nothing`)
    const other = Math.max(m ?? u ?? 1, LEAST)
    return [other, other]
  }
  if (m === 0 || u === 0) say(`its ${m === 0 ? 'm' : 'u'} is 0; 10⁻⁹ is taken for it`)
  return [m === 0 ? 1e-9 : m, u === 0 ? 1e-9 : u]
}

/** Splink's term frequency: ln u of the level of equal values less ln of the more common value's share, times a weight by level. */
function rarityOf(
  columns: readonly string[],
  kept: readonly Mapped[],
  say: (level: SplinkLevel, what: string) => void,
): LinkageRarity | null {
  const top = kept.length + 1
  const base = Array.from({ length: top + 1 }, () => 0)
  const weight = [...base]
  let least = LEAST
  const equal = kept.find(({ expression }) => isEquality(expression))
  kept.forEach(({ level }, i) => {
    const { frequencyColumn, frequencyWeight, leastFrequency } = level
    if (frequencyColumn === undefined) return
    if (columns.length > 1 || frequencyColumn !== columns[0]) {
      say(
        level,
        `term frequencies of ${frequencyColumn} are not taken over, since the level reads ${columns.join(', ')}`,
      )
      return
    }
    base[top - i] = Math.log(equal?.level.u || level.u || 1)
    weight[top - i] = frequencyWeight
    least = Math.max(least, leastFrequency)
  })
  return weight.some((one) => one > 0) ? { known: null, least, base, weight } : null
}

function isEquality(expression: Expression): boolean {
  if (expression.type !== 'call' || expression.name !== '=') return false
  const [a, b] = expression.parts
  return a?.type === 'column' && b?.type === 'column' && a.name === b.name && a.side !== b.side
}
