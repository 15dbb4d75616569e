export { ClienteleError, type ErrorCode } from './error.js'
export { cleanOrders, type CleanOrders, type CleanOrdersOptions } from './value/cleanOrders.js'
export type { AuditAction, AuditColumns } from './value/cleanOrdersLedger.js'
export type { IdTest } from './value/cleanOrdersRules.js'
