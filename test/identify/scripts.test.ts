import { evaluateLinkage, fromRows, identify, loadInternational, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'
import { shopFields as fields } from './records.js'
import { customersByScript } from './scripts.js'

const records = fromRows(customersByScript(1000)) as any
const found = (options: object) => {
  const made = identify(records, { fields, id: 'record_id', ...options })
  const { groups, pairwise } = evaluateLinkage(made.records as any, { truth: 'person', by: 'script' })
  const f1 = new Map((toRows(groups!) as any[]).map((one) => [one.group, one.f1 as number]))
  return { f1: f1.set('all', pairwise.f1.value), expected: made.fit.expected.f1 }
}
const without = found({})
const withPackages = found({ international: await loadInternational() })

/** Pairwise F1 that is reached, without and with `international`. */
const REACHED = [
  { script: 'Latin', plain: 0.972, more: 0.98 },
  { script: 'Chinese', plain: 0.972, more: 0.993 },
  { script: 'Japanese', plain: 0.971, more: 0.967 },
  { script: 'Korean', plain: 0.957, more: 0.955 },
  { script: 'Cyrillic', plain: 0.993, more: 0.987 },
  { script: 'Arabic', plain: 0.972, more: 0.961 },
  { script: 'all', plain: 0.974, more: 0.974 },
]

// F1_TABLE=1 npx vitest run test/identify/scripts.test.ts
if (process.env['F1_TABLE'])
  console.table(
    REACHED.map(({ script }) => ({
      script,
      'F1 without packages': without.f1.get(script)!.toFixed(3),
      'F1 with packages': withPackages.f1.get(script)!.toFixed(3),
    })),
  )

describe('F1 of pairs by the script of the name, among customers who write in six', () => {
  it.each(REACHED)('$script: $plain without packages, $more with', ({ script, plain, more }) => {
    expect(without.f1.get(script)).toBeGreaterThan(plain - 0.01)
    expect(withPackages.f1.get(script)).toBeGreaterThan(more - 0.01)
  })

  it('is as expected without labels, to within .03', () => {
    for (const { f1, expected } of [without, withPackages])
      expect(Math.abs(expected - f1.get('all')!)).toBeLessThan(0.03)
  })
})
