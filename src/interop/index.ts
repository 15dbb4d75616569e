export { fromColumns, type FromColumnsOptions } from './fromColumns.js'
export { type DanfoFrame, fromDanfo, type FromDanfoOptions } from './fromDanfo.js'
export { type DanfoModule, toDanfo } from './toDanfo.js'
