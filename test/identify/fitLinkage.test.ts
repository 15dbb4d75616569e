import { comparePairs, explainPair, fitLinkage, fromRows, loadModel, toRows } from 'clientele'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allPairs, anonymous, people } from './people.js'

const rows = people(100)
const records = fromRows(anonymous(rows))
const listed = allPairs(rows.length)
const pairs = fromRows(listed)
const isMatch = (p: { row_a: number; row_b: number }) => rows[p.row_a]!.person === rows[p.row_b]!.person
const model = fitLinkage(pairs, { records })
const scored = toRows(model.predict(pairs, { records }))

/** Pairwise F1 where pairs of at least even odds are taken. */
function f1(
  found: readonly { readonly row_a: number; readonly row_b: number; readonly match_weight: number | null }[],
) {
  const taken = found.filter((pair) => pair.match_weight! > 0)
  return (2 * taken.filter(isMatch).length) / (taken.length + listed.filter(isMatch).length)
}

/** What agreeing on a surname weighs. */
const weightOf = (surname: string) => {
  const two = fromRows(
    [1, 2].map(() => ({ given_name: null, surname, date_of_birth: null, email: null, postcode: null })),
  )
  const step = toRows(explainPair(two, { model, pair: [0, 1] })).find(({ column }) => column === 'surname')!
  return step.weight! + step.frequency_adjustment!
}

describe('fitLinkage', () => {
  it('tells without labels which records are one person: F1 of pairs at even odds is .95 and more', () => {
    expect(f1(scored as any)).toBeGreaterThan(0.95)
  })

  it('learns how often fields agree among matches and among strangers, near the truth', () => {
    const compared = toRows(comparePairs(pairs, { records, model })) as any[]
    for (const { column, levels, match, strangers } of model.fields) {
      const top = levels.length - 1
      const share = (of: readonly any[]) => {
        const known = of.filter((pair) => pair[`level_${column}`] > 0)
        return known.filter((pair) => pair[`level_${column}`] === top).length / known.length
      }
      expect(Math.abs(match.at(-1)! - share(compared.filter(isMatch))), column).toBeLessThan(0.08)
      expect(Math.abs(strangers.at(-1)! - share(compared.filter((p) => !isMatch(p)))), column).toBeLessThan(
        0.02,
      )
    }
    expect(Math.abs(model.fit.matches - 100)).toBeLessThan(10)
    expect(model.prior * model.fit.space).toBeCloseTo(model.fit.matches, 0)
    expect(model.fit.converged).toBe(true)
  })

  it('weighs a rare surname more than a common one', () => {
    expect(weightOf('zykov')).toBeGreaterThan(weightOf('smith') + 1)
  })

  it('scores two records as it scores them among all', () => {
    fc.assert(
      fc.property(fc.nat(rows.length - 1), fc.nat(rows.length - 1), (a, b) => {
        fc.pre(a !== b)
        const two = fromRows([a, b].map((row) => toRows(records)[row]!))
        const [alone] = toRows(model.predict(fromRows([{ row_a: 0, row_b: 1 }]), { records: two }))
        const [among] = toRows(model.predict(fromRows([{ row_a: a, row_b: b }]), { records }))
        expect(alone!.match_weight).toBe(among!.match_weight)
      }),
      { numRuns: 60 },
    )
  })

  it('has probability 1 / (1 + 2^−weight)', () => {
    for (const { match_weight, match_probability } of scored.slice(0, 500)) {
      expect(match_probability).toBeCloseTo(1 / (1 + 2 ** -match_weight!), 12)
    }
  })

  it('survives JSON', () => {
    const again = loadModel(JSON.stringify(model), { kind: 'linkage' })
    expect(JSON.stringify(again)).toBe(JSON.stringify(model))
    expect(toRows(again.predict(pairs, { records }))).toEqual(scored)
    expect(String(again)).toContain('linkage model of 200 records')
  })

  it('takes several blocking passes together, and says how many matches each reached', () => {
    const same = (name: 'surname' | 'postcode') =>
      listed.filter(({ row_a, row_b }) => rows[row_a]![name] === rows[row_b]![name])
    const passes = [same('surname'), same('postcode')]
    const both = fitLinkage(
      passes.map((pass) => fromRows(pass)),
      { records },
    )
    const union = listed.filter((pair) => passes.some((pass) => pass.includes(pair)))
    expect(both.fit.pairs).toBe(union.length)
    both.fit.passes.forEach((pass, i) => {
      expect(pass.pairs).toBe(passes[i]!.length)
      expect(Math.abs(pass.matches - passes[i]!.filter(isMatch).length)).toBeLessThan(5)
    })
    // Each pass alone never sees its own field differ.
    const surname = both.fields.find(({ column }) => column === 'surname')
    expect(surname!.match.at(-1)).toBeLessThan(0.9)
    expect(f1(toRows(both.predict(pairs, { records })) as any)).toBeGreaterThan(0.95)
  })

  it('does not depend on the order of pairs, nor on which record comes first', () => {
    const turned = fromRows(listed.map(({ row_a, row_b }) => ({ row_a: row_b, row_b: row_a })).toReversed())
    expect(JSON.stringify(fitLinkage([turned, pairs], { records }).fields)).toBe(JSON.stringify(model.fields))
  })

  it('takes labels as known, and refuses those that contradict each other', () => {
    const labelled = listed.filter((pair) => isMatch(pair) || pair.row_b % 7 === 0).slice(0, 300)
    const labels = fromRows(labelled.map((pair) => ({ ...pair, is_match: isMatch(pair) ? 'yes' : 'no' })))
    const taught = fitLinkage(pairs, { records, labels })
    const matches = labelled.filter(isMatch).length
    expect(taught.fit.labels).toEqual({ matches, others: 300 - matches })
    expect(f1(toRows(taught.predict(pairs, { records })) as any)).toBeGreaterThan(0.95)
    const contrary = fromRows([
      { row_a: 0, row_b: 1, is_match: true },
      { row_a: 1, row_b: 0, is_match: false },
    ])
    expect(() => fitLinkage(pairs, { records, labels: contrary })).toThrow(
      'labels say that rows 0 and 1 are one person, and',
    )
  })

  it('learns from labels alone what the pairs do not show', () => {
    // One labelled pair outside the proposed ones joins them.
    const some = fromRows(listed.filter((pair) => pair.row_a % 2 === 1 || !isMatch(pair)))
    const labels = fromRows(listed.filter(isMatch).map((pair) => ({ ...pair, is_match: true })))
    const taught = fitLinkage(some, { records, labels })
    expect(taught.fit.pairs).toBe(listed.length)
    expect(Math.abs(taught.fit.matches - 100)).toBeLessThan(8)
  })

  it('keeps relatives of one household apart', () => {
    const families = people(120, 5).map((row, i, all) => {
      // The second half are relatives of the first: surname and postcode of another person.
      const relative = i >= 120 ? all[i - 120]! : row
      return {
        ...row,
        surname: relative.surname,
        postcode: relative.postcode,
        street: `${relative.person} road`,
        email: null,
      }
    })
    const table = fromRows(anonymous(families))
    const every = allPairs(families.length)
    const learned = fitLinkage(fromRows(every), { records: table })
    const found = toRows(learned.predict(fromRows(every), { records: table })).filter(
      (p) => p.match_weight! > 0,
    )
    const right = found.filter(
      (p) => families[p.row_a as number]!.person === families[p.row_b as number]!.person,
    )
    expect((2 * right.length) / (found.length + 120)).toBeGreaterThan(0.93)
    expect(learned.classes.map(({ name }) => name)).toEqual(['household', 'namesake', 'contact'])
    expect(learned.classes[0]!.prior * learned.fit.space).toBeGreaterThan(50)
  })

  it('names fields that agree together', () => {
    const doubled = fromRows(
      rows.map(({ surname, given_name, date_of_birth }) => ({
        given_name,
        surname,
        date_of_birth,
        copy: surname,
      })),
    )
    const { fit } = fitLinkage(pairs, {
      records: doubled,
      fields: { given_name: 'given_name', surname: 'surname', date_of_birth: 'date_of_birth', copy: 'text' },
    })
    expect(fit.dependence[0]!.fields).toEqual(['surname', 'copy'])
    expect(fit.dependence[0]!.strangers).toBeGreaterThan(0.9)
    expect(fit.notes.some((note) => /among strangers.*'surname' and 'copy' \(/.test(note))).toBe(true)
  })

  it('says so where it has not come to rest, and where matches are few', () => {
    const hasty = fitLinkage(pairs, { records, maxIterations: 1, tolerance: 0 })
    expect(hasty.fit.converged).toBe(false)
    expect(hasty.fit.notes[0]).toContain('had not come to rest after 1 iteration (')
    const few = fitLinkage(fromRows(listed.filter((p) => !isMatch(p)).slice(0, 40)), { records })
    expect(few.fit.notes.join()).toContain('matches are expected')
  })
})

describe('explainPair', () => {
  it('adds up to the match weight of predict, step by step', () => {
    scored
      .filter((_, p) => p % 97 === 0)
      .forEach(({ row_a, row_b, match_weight }) => {
        const steps = toRows(explainPair(records, { model, pair: [row_a as number, row_b as number] }))
        let total = 0
        for (const step of steps) {
          total += step.weight! + (step.frequency_adjustment ?? 0)
          expect(step.total).toBeCloseTo(total, 9)
          if (step.m !== null) expect(step.weight).toBeCloseTo(Math.log2(step.m! / step.u!), 9)
        }
        expect(total).toBeCloseTo(match_weight!, 9)
        expect(steps.map(({ step }) => step).slice(0, 1 + model.fields.length)).toEqual([
          'prior',
          ...model.fields.map(() => 'field'),
        ])
        // E-mail addresses are made of names here: strangers part into crowds.
        expect(steps.slice(1 + model.fields.length).map(({ column }) => column)).toEqual([
          'crowds',
          'household',
          'namesake',
          'contact',
        ])
      })
  })
})
