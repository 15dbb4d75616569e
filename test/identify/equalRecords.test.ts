import { fromRows, identify, indexRecords, toRows } from 'clientele'
import { describe, expect, it } from 'vitest'

const ann = (email: string) => ({ given_name: 'Ann', surname: 'Lee', email, phone: '+48 555 1234567' })

describe('thousands of equal records', () => {
  const records = fromRows(Array.from({ length: 4000 }, () => ann('ann.lee@example.org')))
  const { fit, model } = identify(records)

  it('are one customer, all pairs reached, and as much is expected', () => {
    expect(fit.customers).toBe(1)
    expect(fit.reach.share).toBeGreaterThan(0.999)
    expect(fit.expected.f1).toBeGreaterThan(0.999)
  })

  it('are found by an index, though every list of what they share is too long to look through', () => {
    const found = indexRecords(records, { model }).match(records.slice(0, 1), { least: 0, most: 3 })
    expect(toRows(found)).toHaveLength(3)
  })

  it('of three e-mail addresses are three customers or one, and what blocking reaches is counted', () => {
    const some = Array.from({ length: 4000 }, (_, i) => ann(`ann.lee${i % 3}@example.org`))
    const three = identify(fromRows(some)).fit
    expect([1, 3]).toContain(three.customers)
    expect(three.reach.share).toBeGreaterThan(0.99)
  })
})
