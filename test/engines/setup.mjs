/** Starts the engines before the tests and stops those that it started. */
import { names, running, start, stop } from './main.mjs'

export default async function setup() {
  const started = []
  for (const name of names) {
    if (running(name)) continue
    try {
      await start(name)
      started.push(name)
    } catch (error) {
      console.log(
        `${name} does not run here, so its tests are skipped: ${error instanceof Error ? error.message : error}`,
      )
    }
  }
  return async () => {
    for (const name of started) await stop(name)
  }
}
