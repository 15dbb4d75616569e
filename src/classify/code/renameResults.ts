import { invalid } from '../../options.js'
import type { Program } from './program.js'

/** A program whose results have other names. */
export function renameResults(
  who: string,
  program: Program,
  as: { readonly [column: string]: string },
): Program {
  const names = program.results.map(({ name }) => name)
  for (const [from, to] of Object.entries(as)) {
    if (!names.includes(from)) {
      throw invalid(who, `option as renames '${from}', but the columns added are ${names.join(', ')}`)
    }
    if (typeof to !== 'string' || to === '') throw invalid(who, `as.${from} must be a name`)
  }
  const results = program.results.map(({ name, code }) => ({
    name: Object.hasOwn(as, name) ? as[name]! : name,
    code,
  }))
  return { ...program, results }
}
