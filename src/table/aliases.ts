import { Data, Table } from 'apache-arrow'
import { recordBatch } from './adopt.js'

/**
 * The table without neighbouring buffers that share memory: apache-arrow's writer takes two that overlap for one
 * stretch of bytes and writes a broken file. Where a column is the one before it, its buffers are copied.
 */
export function withoutAliases(table: Table): Table {
  let changed = false
  const batches = table.batches.map((batch) => {
    const last: Last = { bytes: undefined }
    const children = batch.data.children.map((child) => separate(child, last))
    if (children.every((child, i) => child === batch.data.children[i])) return batch
    changed = true
    return recordBatch(table.schema, batch.numRows, children)
  })
  return changed ? new Table(table.schema, batches) : table
}

/** The last bytes written. */
interface Last {
  bytes: ArrayBufferView | undefined
}

function separate(data: Data, last: Last): Data {
  const given = [data.nullBitmap, data.valueOffsets, data.values, ...data.variadicBuffers]
  const copies = given.map((buffer: any) => {
    if (!buffer || buffer.byteLength === 0) return buffer
    const own = overlaps(last.bytes, buffer) ? buffer.slice() : buffer
    last.bytes = own
    return own
  })
  const children = data.children.map((child) => separate(child, last))
  const isSame =
    copies.every((copy, i) => copy === given[i]) && children.every((child, i) => child === data.children[i])
  if (isSame) return data
  const [bits, offsets, values, ...variadic] = copies
  return new Data(
    data.type,
    data.offset,
    data.length,
    data.nullCount,
    [offsets, values, bits, data.typeIds] as any,
    children,
    data.dictionary,
    variadic,
  )
}

function overlaps(a: ArrayBufferView | undefined, b: ArrayBufferView): boolean {
  if (!a || a.buffer !== b.buffer) return false
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength
}
