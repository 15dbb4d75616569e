import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { ClienteleError } from '../error.js'
import { describe } from '../table/adopt.js'
import type { Encoding } from './csv/look.js'
import { expandPath } from './expandPath.js'
import { type Format, formatOf } from './format.js'

/** Pieces of a file, in order. */
export type ByteStream = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>

/**
 * Where tables are read from: a path (of a file, or of a folder whose files belong together, or with `*`, `?`,
 * `**` or `{a,b}` in it), several paths, a URL (http, https, file), bytes, or a stream of bytes.
 */
export type Source = string | URL | readonly (string | URL)[] | Uint8Array | ArrayBuffer | ByteStream

/** One file's bytes, wherever they come from. */
export interface Input {
  /** Its name in error messages. */
  readonly name: string
  /** Its extension without a final .gz, lower case: 'csv'. */
  readonly extension: string
  /** Its size in bytes, where it is known before reading and tells something. */
  readonly size: number | undefined
  /** How its text is stored, where that is known and is not Unicode. */
  readonly encoding?: Encoding | undefined
  /** Where it lies, if it is a local file. */
  readonly path: string | undefined
  /** Whether `pieces` can be called more than once. */
  readonly again: boolean
  /** The bytes in pieces, unzipped; a piece is valid until the next one is asked for. */
  readonly pieces: () => AsyncIterable<Uint8Array>
  /** All bytes at once, unzipped. */
  readonly bytes: () => Promise<Uint8Array>
}

const PIECE = 1 << 20

/** The files that a source names; at least one. */
export async function findInputs(source: Source, who: string): Promise<Input[]> {
  if (source instanceof Uint8Array) return [memoryInput(source, 'the buffer', who)]
  if (source instanceof ArrayBuffer) return [memoryInput(new Uint8Array(source), 'the buffer', who)]
  if (typeof source === 'string' || source instanceof URL) return locate(source, who)
  if (Array.isArray(source)) {
    if (source.length === 0) throw noSource(who, 'an empty list')
    return (await Promise.all((source as (string | URL)[]).map((one) => locate(one, who)))).flat()
  }
  if (isStream(source)) return [streamInput(source, who)]
  throw noSource(who, describe(source))
}

function isStream(source: unknown): source is ByteStream {
  if (typeof source !== 'object' || source === null) return false
  return Symbol.asyncIterator in source || 'getReader' in source
}

function noSource(who: string, got: string): ClienteleError {
  return new ClienteleError(
    'value-invalid',
    `${who}: got ${got} to read from, but needs a path, a URL, a list of them, bytes or a stream of bytes.`,
  )
}

async function locate(place: string | URL, who: string): Promise<Input[]> {
  if (typeof place !== 'string' && !(place instanceof URL)) throw noSource(who, describe(place))
  const text = String(place)
  if (/^https?:\/\//i.test(text)) return [urlInput(text, who)]
  const path = text.startsWith('file:') ? fileURLToPath(text) : text
  const paths = await expandPath(path, who)
  return Promise.all(paths.map((one) => fileInput(one, who)))
}

function extensionOf(name: string): string {
  const plain = name.toLowerCase().replace(/\.gz$/, '')
  return /\.([a-z0-9]+)$/.exec(plain)?.[1] ?? ''
}

async function fileInput(path: string, who: string): Promise<Input> {
  const { size } = await stat(path)
  if (size === 0) throw emptyFile(who, path, formatOf(extensionOf(path)))
  const name = basename(path)
  const zipped = /\.gz$/i.test(path)
  return {
    name,
    extension: extensionOf(path),
    size: zipped ? undefined : size,
    path,
    again: true,
    pieces: () => unzipped(filePieces(path, who), name, who),
    bytes: () => gather(unzipped(filePieces(path, who), name, who), zipped ? undefined : size, name, who),
  }
}

/** The error for a file without a line in it. */
export function emptyFile(who: string, path: string, format: Format = 'csv'): ClienteleError {
  const isText = format === 'csv' || format === 'tsv'
  return new ClienteleError(
    'file-malformed',
    isText
      ? `${who}: there is no line in ${path}, but a table needs at least its header; check what wrote it.`
      : `${who}: ${path} is empty (no bytes), so it is no ${format} file; check what wrote it, or copy it again.`,
  )
}

/** The next piece is read while the one before is worked on: two buffers take turns. */
async function* filePieces(path: string, who: string): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error, who)
  })
  try {
    const buffers = [new Uint8Array(PIECE), new Uint8Array(PIECE)]
    let next = file.read(buffers[0]!, 0, PIECE)
    for (let turn = 1; ; turn ^= 1) {
      const { bytesRead, buffer } = await next
      if (bytesRead === 0) return
      next = file.read(buffers[turn]!, 0, PIECE)
      // A failure shows when this piece is awaited, not before.
      next.catch(() => undefined)
      yield buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    throw unreadable(path, error, who)
  } finally {
    await file.close()
  }
}

function unreadable(path: string, error: unknown, who: string): unknown {
  const { code } = error as { code?: string }
  if (error instanceof ClienteleError || code === undefined) return error
  return new ClienteleError(
    'file-missing',
    `${who}: '${path}' cannot be read (${code}); check that it is a file and may be read.`,
    { cause: error },
  )
}

/** Bytes in memory as an input. */
export function memoryInput(bytes: Uint8Array, name: string, who: string, extension = ''): Input {
  async function* all(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
  }
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  return {
    name,
    extension,
    size: zipped ? undefined : bytes.length,
    path: undefined,
    again: true,
    pieces: () => unzipped(all(), name, who),
    bytes: async () => (zipped ? gather(unzipped(all(), name, who), undefined, name, who) : bytes),
  }
}

function streamInput(stream: ByteStream, who: string): Input {
  const name = 'the stream'
  const pieces = (): AsyncIterable<Uint8Array> => unzipped(checked(stream, name, who), name, who)
  const bytes = (): Promise<Uint8Array> => gather(pieces(), undefined, name, who)
  return { name, extension: '', size: undefined, path: undefined, again: false, pieces, bytes }
}

async function* checked(stream: ByteStream, name: string, who: string): AsyncGenerator<Uint8Array> {
  const source = Symbol.asyncIterator in stream ? stream : Readable.fromWeb(stream as any)
  let held: Uint8Array | undefined = new Uint8Array(0)
  for await (const piece of source) {
    if (!(piece instanceof Uint8Array)) {
      throw new ClienteleError(
        'value-invalid',
        `${who}: ${name} gives ${describe(piece)}, but each piece must be a Uint8Array; don't set an encoding on it.`,
      )
    }
    if (!held) yield piece
    else {
      // The first piece must be long enough to tell what the bytes are.
      held = Buffer.concat([held, piece])
      if (held.length < 4096) continue
      yield held
      held = undefined
    }
  }
  if (held && held.length > 0) yield held
}

function urlInput(url: string, who: string): Input {
  const name = url
  async function* download(): AsyncGenerator<Uint8Array> {
    const response = await fetch(url).catch((error: unknown) => {
      throw notFetched(who, url, error instanceof Error ? error.message : String(error))
    })
    if (!response.ok || !response.body) throw notFetched(who, url, `status ${response.status}`)
    yield* checked(response.body, name, who)
  }
  const pieces = (): AsyncIterable<Uint8Array> => unzipped(download(), name, who)
  const bytes = (): Promise<Uint8Array> => gather(pieces(), undefined, name, who)
  const extension = extensionOf(new URL(url).pathname)
  return { name, extension, size: undefined, path: undefined, again: false, pieces, bytes }
}

function notFetched(who: string, url: string, why: string): ClienteleError {
  return new ClienteleError(
    'file-missing',
    `${who}: '${url}' could not be fetched (${why}); check the address.`,
  )
}

/** The pieces as they are, or, where they begin as gzip does, what is in them. */
async function* unzipped(
  pieces: AsyncGenerator<Uint8Array>,
  name: string,
  who: string,
): AsyncGenerator<Uint8Array> {
  try {
    const first = await pieces.next()
    if (first.done) return
    const { value } = first
    if (value[0] === 0x1f && value[1] === 0x8b) yield* unzip(value, pieces, name, who)
    else {
      yield value
      yield* pieces
    }
  } finally {
    // A reader that has seen enough leaves early; the file must be closed all the same.
    await pieces.return(undefined)
  }
}

async function* unzip(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  name: string,
  who: string,
): AsyncGenerator<Uint8Array> {
  // The unzipper keeps pieces in a queue while we are at work, so they need memory of their own.
  async function* owned(): AsyncGenerator<Uint8Array> {
    yield first.slice()
    for await (const piece of rest) yield piece.slice()
  }
  const output = createGunzip({ chunkSize: PIECE })
  const feeding = pipeline(owned(), output).catch((error: unknown) => {
    output.destroy(error as Error)
  })
  try {
    for await (const piece of output) yield piece as Uint8Array
    await feeding
  } catch (error) {
    if (error instanceof ClienteleError) throw error
    throw new ClienteleError(
      'file-malformed',
      `${who}: ${name} is gzip, but cannot be unzipped (${(error as Error).message}); it is cut off or damaged, so copy it again.`,
      { cause: error },
    )
  }
}

async function gather(
  pieces: AsyncIterable<Uint8Array>,
  size: number | undefined,
  name: string,
  who: string,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(size ?? PIECE)
  let length = 0
  for await (const piece of pieces) {
    if (length + piece.length > bytes.length) {
      if (length + piece.length > 4_294_967_295) {
        throw new ClienteleError(
          'unsupported',
          `${who}: ${name} is larger than 4 GiB, which is more than fits one buffer; use readBatches.`,
        )
      }
      const larger = new Uint8Array(
        Math.min(4_294_967_295, Math.max(2 * bytes.length, length + piece.length)),
      )
      larger.set(bytes.subarray(0, length))
      bytes = larger
    }
    bytes.set(piece, length)
    length += piece.length
  }
  return bytes.subarray(0, length)
}
