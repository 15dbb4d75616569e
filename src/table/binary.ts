import { type DataType, type FixedSizeBinary, Type } from 'apache-arrow'
import { byteChunks } from './bytes.js'
import { type Column, hasNulls, isPresent } from './column.js'

/** Whether a column of that type holds bytes that are not said to be text. */
export function isBinary(type: DataType): boolean {
  return BINARY.has(type.typeId)
}

const BINARY: ReadonlySet<Type> = new Set([
  Type.Binary,
  Type.LargeBinary,
  Type.BinaryView,
  Type.FixedSizeBinary,
])

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * Bytes as strings, null where missing. One way for a whole column, so that what differs stays different: 16 bytes each are UUIDs,
 * as databases store them; what is UTF-8 throughout is text that was not labelled so; anything else is printed in hexadecimal digits.
 */
export function binaryStrings(column: Column): (string | null)[] {
  const { type } = column
  if (type.typeId === Type.FixedSizeBinary && (type as FixedSizeBinary).byteWidth === 16) {
    return eachOf(column, (bytes) => uuid(hex(bytes)))
  }
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return eachOf(column, (bytes) => decoder.decode(bytes))
  } catch {
    return eachOf(column, hex)
  }
}

function eachOf(column: Column, print: (bytes: Uint8Array) => string): (string | null)[] {
  return column.chunks.flatMap((chunk) => {
    const nullable = hasNulls(chunk)
    const out: (string | null)[] = []
    for (const { bytes, offsets, length } of byteChunks(chunk)) {
      for (let i = 0; i < length; i++) {
        const missing = nullable && !isPresent(chunk, out.length)
        // A copy, since decoders of some platforms refuse shared memory.
        out.push(missing ? null : print(bytes.slice(offsets[i]!, offsets[i + 1]!)))
      }
    }
    return out
  })
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte]
  return text
}

function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
