import type { Float64, Int32, Table, Utf8 } from '../../table/arrow.js'
import { float64, int32, makeTable, utf8 } from '../../table/build.js'
import type { Lines } from './lines.js'

/** The columns of an audit. */
export type AuditColumns = {
  rule: Utf8
  action: Utf8
  lines: Int32
  customers: Int32
  revenue: Float64
}

/** What a rule did with the lines that it found. */
export type AuditAction = 'read' | 'drop' | 'net' | 'keep' | 'kept'

/** What went. */
export interface Taken {
  readonly lines: number
  readonly customers: number
  readonly revenue: number
}

/** Keeps the books: which lines are still there, and what each rule took away. */
export interface Ledger {
  /** 1 for each line that is still there. */
  readonly there: Uint8Array
  /** Applies a rule to the lines that are still there; those that it finds go, unless the action is 'keep'. */
  apply(rule: string, action: AuditAction, finds: (line: number) => boolean): void
  /** Adds a row for what was taken some other way. */
  reduce(rule: string, taken: Taken): void
  /** The audit so far, closed by what is kept. */
  close(): Table<AuditColumns>
}

/** Opens the books with everything that was read. */
export function openLedger({ rows, amount, customer, customers, round }: Lines): Ledger {
  const there = new Uint8Array(rows).fill(1)
  const seen = new Int32Array(customers.size)
  const rules: (Taken & { readonly rule: string; readonly action: AuditAction })[] = []

  const apply: Ledger['apply'] = (rule, action, finds) => {
    const stamp = rules.length + 1
    const stays = action === 'drop' || action === 'net' ? 0 : 1
    let lines = 0
    let people = 0
    let revenue = 0
    for (let i = 0; i < rows; i++) {
      if (there[i] === 0 || !finds(i)) continue
      there[i] = stays
      lines++
      if (!Number.isNaN(amount[i]!)) revenue += amount[i]!
      const who = customer[i]!
      if (who >= 0 && seen[who] !== stamp) {
        seen[who] = stamp
        people++
      }
    }
    rules.push({ rule, action, lines, customers: people, revenue })
  }

  const close = () => {
    apply('kept', 'kept', () => true)
    return makeTable<AuditColumns>({
      rule: utf8(rules.map(({ rule }) => rule)),
      action: utf8(rules.map(({ action }) => action)),
      lines: int32(Int32Array.from(rules, ({ lines }) => lines)),
      customers: int32(Int32Array.from(rules, ({ customers }) => customers)),
      revenue: float64(Float64Array.from(rules, ({ revenue }) => round(revenue))),
    })
  }

  apply('read', 'read', () => true)
  return {
    there,
    apply,
    reduce: (rule, taken) => rules.push({ rule, action: 'net', ...taken }),
    close,
  }
}
