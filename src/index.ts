export { ClienteleError, type ErrorCode } from './error.js'
