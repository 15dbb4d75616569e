import { list } from '../table/column.js'
import type { Console } from './console.js'
import type { Choice } from './guessColumns.js'
import type { Status } from './guessStatus.js'

/** How wide the names of roles are. */
const ROLE_WIDTH = 10

/** Which columns were taken, and why. */
export function sayChoices(choices: readonly Choice[], out: Console): void {
  const column = Object.fromEntries(choices.map((choice) => [choice.role, choice.column]))
  const lines = choices.map(({ role, column, why }) => [role, `${column} (${why})`] as const)
  for (const [role, text] of lines) out.say(`  ${role.padEnd(ROLE_WIDTH)}${text}`)
  if (column['amount'] === undefined) {
    out.say(
      `  ${'amount'.padEnd(ROLE_WIDTH)}${column['quantity']} × ${column['price']} (no other column is one)`,
    )
  }
  if (column['order'] === undefined) {
    out.say(`  ${'order'.padEnd(ROLE_WIDTH)}none found: each row counts as one (or say --order)`)
  }
}

/** Which statuses count. */
export function sayStatus({ column, keep, drop, why }: Status, out: Console): void {
  const what = [
    drop.length > 0 ? `${list(drop)} left out` : '',
    keep.length > 0 ? `${list(keep)} counted` : '',
  ]
  const flag = why === 'as you said' ? '' : '; --status says otherwise'
  out.say(`  ${'status'.padEnd(ROLE_WIDTH)}${column} (${why}): ${what.filter(Boolean).join(', ')}${flag}`)
}

/** Up to which day orders count, where some are later. */
export function sayLastDay(day: string, out: Console): void {
  out.say(
    `  ${'as of'.padEnd(ROLE_WIDTH)}${day} (the last order that is not in the future; --as-of says otherwise)`,
  )
}
