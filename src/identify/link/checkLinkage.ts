import { invalid } from '../../options.js'
import { describe } from '../../table/adopt.js'

/** An error for what is no linkage model that predicts: another model, none, or one's JSON that was not loaded. */
export function checkLinkage(who: string, model: unknown): void {
  const needs = 'model must be a linkage model, as fitLinkage, identify, importSplink or loadModel give it'
  if (typeof model === 'string') throw invalid(who, `${needs}, but got text; give it to loadModel first`)
  if (typeof model !== 'object' || model === null) throw invalid(who, `${needs}, but got ${describe(model)}`)
  const { kind, predict, fields } = model as { kind?: unknown; predict?: unknown; fields?: unknown }
  if (kind !== 'linkage') {
    const got = typeof kind === 'string' ? `a model of kind '${kind.slice(0, 40)}'` : describe(model)
    throw invalid(who, `${needs}, but got ${got}`)
  }
  if (typeof predict === 'function' && Array.isArray(fields)) return
  throw invalid(who, `${needs}, but got the JSON of one; give it to loadModel first`)
}
