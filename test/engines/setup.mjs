/** Starts the engines before the tests, all or those that ENGINES names, and stops those that it started. */
import { names, running, start, stop } from './main.mjs'

export default async function setup() {
  const started = []
  const chosen = process.env.ENGINES?.split(/[\s,]+/) ?? names
  for (const name of names.filter((name) => chosen.includes(name))) {
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
