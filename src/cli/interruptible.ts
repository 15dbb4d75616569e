import type { Engine } from '../sql/engine.js'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** The engine with its queries stopped by Ctrl-C or a polite kill: a database would otherwise go on with them for nobody. A second one ends the process. */
export function interruptible(engine: Engine): Engine {
  const stopper = new AbortController()
  const stop = (): void => stopper.abort()
  for (const signal of SIGNALS) process.once(signal, stop)
  const watched = <O extends object>(options?: O) => ({ ...options, signal: stopper.signal })
  return Object.freeze<Engine>({
    ...engine,
    query: (sql, options) => engine.query(sql, watched(options)),
    run: (sql, options) => engine.run(sql, watched(options)),
    keep: (name, sql, options) => engine.keep(name, sql, watched(options)),
    close: () => {
      for (const signal of SIGNALS) process.removeListener(signal, stop)
      return engine.close()
    },
  })
}
