import { ClienteleError } from '../error.js'
import type { Table } from '../table/arrow.js'
import { readCategories } from '../table/categories.js'
import { findColumn, list } from '../table/column.js'
import { isText } from '../table/strings.js'
import { plainName } from './columnName.js'

/** What the command line says about statuses: a column and what counts, or that all lines count. */
export type StatusGiven = 'none' | { readonly column: string; readonly keep: readonly string[] }

/** A column that says what became of orders, its values that count and those that don't. */
export interface Status {
  readonly column: string
  readonly keep: readonly string[]
  readonly drop: readonly string[]
  readonly why: string
}

const words = (text: string): string[] => text.split(',')

/** Columns of statuses, best first. */
const NAMES = words(
  'order status,status,financial status,payment status,order state,state,bestellstatus,zahlungsstatus,statut,estado,订单状态,状态,交易状态,支付状态',
)
/** Orders that did not come to pass, as shop systems say it. */
const LOST = new Set(
  words(
    'cancelled,canceled,cancelled by customer,refunded,fully refunded,failed,void,voided,declined,denied,rejected,abandoned,unavailable,trash,checkout draft,auto draft,charged back,chargeback,storniert,erstattet,abgebrochen,fehlgeschlagen,annule,annulee,rembourse,remboursee,echoue,cancelado,cancelada,anulado,anulada,reembolsado,reembolsada,fallido,已取消,取消,已退款,退款成功,交易关闭,支付失败',
  ),
)
/** Orders that stand, or may yet. */
const STANDING = new Set(
  words(
    'completed,complete,processing,paid,pending,pending payment,on hold,shipped,delivered,fulfilled,unfulfilled,authorized,partially paid,partially refunded,invoiced,approved,created,closed,open,new,success,succeeded,bezahlt,abgeschlossen,offen,versandt,geliefert,termine,terminee,paye,payee,livre,livree,expedie,completado,completada,pagado,pagada,enviado,entregado,pendiente,已完成,已付款,已支付,已发货,交易成功,待付款,待发货',
  ),
)
/** A column with more values than these is something else. */
const MOST = 50

/** The column of statuses and what in it counts: as given, else by names and values; undefined where there is none. */
export function guessStatus(
  table: Table,
  given: StatusGiven | undefined,
  taken: readonly string[],
): Status | undefined {
  if (given === 'none') return undefined
  if (given) return asGiven(table, given)
  const named = table.schema.fields.filter(
    ({ name, type }) => rank(name) > 0 && !taken.includes(name) && isText(type),
  )
  const found = named.flatMap(({ name }) => recognise(table, name) ?? [])
  // One that tells of lost orders says more than one by which all stand.
  return found.sort(
    (a, b) => Math.sign(b.drop.length) - Math.sign(a.drop.length) || rank(b.column) - rank(a.column),
  )[0]
}

/** Whether a column of that name may hold statuses. */
export function isStatusName(name: string): boolean {
  return rank(name) > 0
}

/** How good a name is for a column of statuses; 0 for other names. */
function rank(name: string): number {
  const at = NAMES.indexOf(plainName(name))
  return at < 0 ? 0 : NAMES.length - at
}

/** A column of which half the values or more are statuses. */
function recognise(table: Table, column: string): Status | undefined {
  const labels = labelsOf(table, column)
  const plain = labels.map(plainStatus)
  const known = plain.filter((label) => LOST.has(label) || STANDING.has(label)).length
  if (known === 0 || labels.length > MOST || 2 * known < labels.length) return undefined
  return split(column, labels, (label) => !LOST.has(plainStatus(label)), 'by its name and values')
}

function asGiven(table: Table, { column, keep }: { column: string; keep: readonly string[] }): Status {
  const labels = labelsOf(table, column)
  const wanted = new Set(keep.map(plainStatus))
  const isKept = (label: string) => wanted.has(plainStatus(label))
  const found = new Set(labels.map(plainStatus))
  const strange = keep.filter((label) => !found.has(plainStatus(label)))
  if (strange.length === 0) return split(column, labels, isKept, 'as you said')
  throw new ClienteleError(
    'option-invalid',
    `analyze: --status names ${list(strange)}, but column '${column}' holds ${list(labels)}.`,
  )
}

function labelsOf(table: Table, column: string): string[] {
  return readCategories(findColumn(table, column, 'analyze'), 'analyze').labels.filter(
    (label) => label.trim() !== '',
  )
}

/** 'wc-on-hold' as 'on hold'. */
function plainStatus(label: string): string {
  return plainName(label).replace(/^wc /, '')
}

function split(
  column: string,
  labels: readonly string[],
  isKept: (label: string) => boolean,
  why: string,
): Status {
  return { column, keep: labels.filter(isKept), drop: labels.filter((label) => !isKept(label)), why }
}
