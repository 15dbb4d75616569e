import { compressionRegistry, CompressionType } from 'apache-arrow'
import { decodeLz4 } from './lz4.js'

/**
 * Lets Arrow read compressed IPC: LZ4, which Feather files are written with unless told otherwise, and zstd where the
 * caller has a decoder for it. A codec that is there already stays.
 */
export function registerCodecs(zstd: ((bytes: Uint8Array) => Uint8Array) | undefined): void {
  if (!compressionRegistry.get(CompressionType.LZ4_FRAME)) {
    compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4 })
  }
  if (zstd && !compressionRegistry.get(CompressionType.ZSTD)) {
    compressionRegistry.set(CompressionType.ZSTD, { decode: zstd })
  }
}
