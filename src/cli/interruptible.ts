import type { Engine } from '../sql/engine.js'

/** The engine with its queries stopped by Ctrl-C: a database would otherwise go on with them for nobody. A second one ends the process. */
export function interruptible(engine: Engine): Engine {
  const stopper = new AbortController()
  const stop = (): void => stopper.abort()
  process.once('SIGINT', stop)
  const watched = <O extends object>(options?: O) => ({ ...options, signal: stopper.signal })
  return Object.freeze<Engine>({
    ...engine,
    query: (sql, options) => engine.query(sql, watched(options)),
    run: (sql, options) => engine.run(sql, watched(options)),
    keep: (name, sql, options) => engine.keep(name, sql, watched(options)),
    close: () => {
      process.removeListener('SIGINT', stop)
      return engine.close()
    },
  })
}
