import type { MimeBundle } from './chart.js'

interface KernelModule {
  readonly lastWriteDisplayData?: ((message: object, update: boolean) => void) | null
}

/**
 * Shows a bundle in the tslab notebook that this process is the kernel of. tslab prints the value of a cell
 * and has no hook for objects that want to be shown otherwise, so its kernel is looked up among the loaded
 * modules. Gives the text to print instead, or undefined where there is no such kernel.
 */
export function tslabDisplay(bundle: MimeBundle): string | undefined {
  const write = kernel()?.lastWriteDisplayData
  if (typeof write !== 'function') return undefined
  write({ data: bundle, metadata: {}, transient: {} }, false)
  return ''
}

function kernel(): KernelModule | undefined {
  const main = (globalThis as any).process?.mainModule
  const loaded: Record<string, { exports?: KernelModule }> = main?.constructor?._cache ?? {}
  const name = Object.keys(loaded).findLast((path) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path))
  return name === undefined ? undefined : loaded[name]?.exports
}
