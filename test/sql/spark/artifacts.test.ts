import { expect, test } from 'vitest'
import { artifactMessages, artifactOf, crc32 } from '#src/sql/spark/artifacts'

test('crc32 gives the check value of its catalogue: CBF43926 for 123456789', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})

test('an artifact is named by the SHA-256 of its bytes (FIPS 180-2: abc)', async () => {
  const { hash } = await artifactOf(new TextEncoder().encode('abc'))
  expect(hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a large artifact goes in pieces of 32 KiB that together are its bytes', async () => {
  const data = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7)
  const messages: any[] = [...artifactMessages(await artifactOf(data))]
  expect(messages[0].beginChunk).toMatchObject({ totalBytes: 100_000, numChunks: 4 })
  const pieces = messages.map((message) => (message.beginChunk?.initialChunk ?? message.chunk).data)
  expect(Buffer.concat(pieces).equals(data)).toBe(true)
  expect([...artifactMessages(await artifactOf(data.slice(0, 32_768)))]).toHaveLength(1)
})
