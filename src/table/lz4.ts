const MAGIC = 0x184d2204

/** A run of bytes that grows; what is written is at its beginning. */
interface Output {
  bytes: Uint8Array
  length: number
}

/**
 * The bytes that an LZ4 frame holds, as Feather files and compressed Arrow IPC have them (the LZ4 frame format 1.6 and
 * block format). Checksums are not looked at; whatever else is wrong with the bytes is an error.
 */
export function decodeLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const flags = frame[4]!
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) throw broken()
  const hasSize = (flags & 8) !== 0
  const blockCheck = flags & 16 ? 4 : 0
  let p = 7 + (hasSize ? 8 : 0) + (flags & 1 ? 4 : 0)
  // No frame holds more than 255 times its length, whatever it says.
  const said = hasSize && frame.length >= 15 ? Number(view.getBigUint64(6, true)) : 4 * frame.length
  const out = { bytes: new Uint8Array(Math.min(said, 255 * frame.length)), length: 0 }
  for (;;) {
    if (p + 4 > frame.length) throw broken()
    const size = view.getUint32(p, true)
    p += 4
    if (size === 0) break
    const end = p + (size & 0x7fffffff)
    if (end > frame.length) throw broken()
    if (size >>> 31) append(out, frame, p, end)
    else decodeBlock(frame, p, end, out)
    p = end + blockCheck
  }
  return out.length === out.bytes.length ? out.bytes : out.bytes.slice(0, out.length)
}

/** Sequences of literals, and of a copy of what was written before. */
function decodeBlock(from: Uint8Array, start: number, end: number, out: Output): void {
  let p = start
  while (p < end) {
    const token = from[p++]!
    let literals = token >> 4
    if (literals === 15) {
      let more = 255
      while (more === 255 && p < end) literals += more = from[p++]!
    }
    if (p + literals > end) throw broken()
    append(out, from, p, p + literals)
    p += literals
    if (p === end) return
    if (p + 2 > end) throw broken()
    const distance = from[p]! | (from[p + 1]! << 8)
    p += 2
    let length = (token & 15) + 4
    if (length === 19) {
      let more = 255
      while (more === 255 && p < end) length += more = from[p++]!
    }
    if (distance === 0 || distance > out.length) throw broken()
    repeat(out, distance, length)
  }
}

function append(out: Output, from: Uint8Array, start: number, end: number): void {
  reserve(out, end - start)
  const { bytes, length } = out
  if (end - start > 32) bytes.set(from.subarray(start, end), length)
  else for (let i = start, o = length; i < end; i++, o++) bytes[o] = from[i]!
  out.length += end - start
}

/** A copy may reach into itself: a distance of one repeats the last byte. */
function repeat(out: Output, distance: number, length: number): void {
  reserve(out, length)
  const { bytes } = out
  const stop = out.length + length
  if (distance >= length && length > 32) bytes.copyWithin(out.length, out.length - distance, stop - distance)
  else for (let o = out.length; o < stop; o++) bytes[o] = bytes[o - distance]!
  out.length = stop
}

function reserve(out: Output, more: number): void {
  if (out.length + more <= out.bytes.length) return
  const larger = new Uint8Array(Math.max(2 * out.bytes.length, out.length + more))
  larger.set(out.bytes.subarray(0, out.length))
  out.bytes = larger
}

function broken(): Error {
  return new Error('an LZ4 frame is damaged')
}
