// What the truth says can be found again in the data of a larger shop, within four standard errors.
import { describe, expect, test } from 'vitest'
import { generateShop } from '../../datasets/shop/generate.mjs'

const shop = generateShop({ customers: 15_000 })
const { truth_customers: customers, truth_segments: segments } = shop
const parameters = new Map(shop.truth_parameters.map(({ topic, name, value }) => [`${topic}.${name}`, value]))
const owner = new Map(
  customers.flatMap((row) => [row.customer_id, row.second_customer_id].map((id) => [id, row] as const)),
)
owner.delete('')
const day = (date: string) => Date.parse(date.slice(0, 10)) / 86_400_000
const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length

/** Maximum likelihood coefficients of a logistic regression and their standard errors, by Newton's method. */
function logistic(rows: number[][], outcome: number[]) {
  const n = rows[0]!.length
  let beta = rows[0]!.map(() => 0)
  let inverse: number[][] = []
  for (let step = 0; step < 12; step++) {
    const gradient = beta.map(() => 0)
    const hessian = beta.map(() => beta.map(() => 0))
    for (const [r, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * beta[i]!, 0)))
      for (let i = 0; i < n; i++) {
        if (row[i] === 0) continue
        gradient[i]! += (outcome[r]! - p) * row[i]!
        for (let j = 0; j < n; j++) hessian[i]![j]! += p * (1 - p) * row[i]! * row[j]!
      }
    }
    inverse = invert(hessian)
    beta = beta.map((b, i) => b + inverse[i]!.reduce((sum, x, j) => sum + x * gradient[j]!, 0))
  }
  return { beta, error: inverse.map((row, i) => Math.sqrt(row[i]!)) }
}

/** Inverse of a positive definite matrix, by Gauss and Jordan. */
function invert(matrix: number[][]) {
  const n = matrix.length
  const wide = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let k = 0; k < n; k++) {
    const pivot = wide[k]![k]!
    wide[k] = wide[k]!.map((x) => x / pivot)
    for (let i = 0; i < n; i++) {
      const factor = wide[i]![k]!
      if (i !== k) wide[i] = wide[i]!.map((x, j) => x - factor * wide[k]![j]!)
    }
  }
  return wide.map((row) => row.slice(n))
}

const drivers = ['late_delivery', 'unresolved_ticket', 'falling_breadth', 'discount_only', 'marketplace']

describe('leaving', () => {
  const orders = new Map(shop.orders.map((order) => [order.order_id, order]))
  const rows = shop.truth_orders.map((truth) => {
    const who = owner.get(orders.get(truth.order_id)!.customer_id)!
    return [
      truth.late_delivery,
      truth.unresolved_ticket,
      truth.falling_breadth,
      who.discount_only,
      who.acquired_by === 'marketplace' ? 1 : 0,
      who.leave_inclination,
      ...segments.map(({ segment }) => (segment === who.segment ? 1 : 0)),
    ]
  })
  const left = shop.truth_orders.map((truth) => truth.left)

  test('has the coefficients of the truth', () => {
    const { beta, error } = logistic(rows, left)
    const names = [...drivers, 'inclination', ...segments.map(({ segment }) => segment)]
    const truth = [
      ...drivers.map((name) => parameters.get(`leave_log_odds.${name}`)!),
      1,
      ...segments.map(({ leave_log_odds }) => leave_log_odds),
    ]
    for (const [i, name] of names.entries()) {
      expect(error[i], name).toBeLessThan(0.12)
      expect(Math.abs(beta[i]! - truth[i]!), name).toBeLessThan(4 * error[i]!)
    }
  })

  test('has its drivers in a known order, by coefficient and by coefficient times standard deviation', () => {
    const coefficients = drivers.map((name) => parameters.get(`leave_log_odds.${name}`)!)
    const weights = coefficients.map((coefficient, i) => {
      const share = mean(rows.map((row) => row[i]!))
      return coefficient * Math.sqrt(share * (1 - share))
    })
    for (let i = 1; i < drivers.length; i++) {
      expect(coefficients[i]).toBeLessThan(coefficients[i - 1]!)
      expect(weights[i], drivers[i]!).toBeLessThan(weights[i - 1]!)
    }
  })

  test('is seen in the files: late parcels by their dates, unresolved tickets by what is missing', () => {
    const late = new Map(shop.truth_orders.map((truth) => [truth.order_id, truth]))
    for (const { order_id, customer_id, promised_on, delivered_on } of shop.orders) {
      if (customer_id === '' || delivered_on === '') continue
      expect(delivered_on > promised_on ? 1 : 0, order_id).toBe(late.get(order_id)!.late_delivery)
    }
    for (const { order_id, opened_at, resolved_at } of shop.tickets)
      if (opened_at < '2025-10-01' && late.get(order_id)!.unresolved_ticket) expect(resolved_at).toBe('')
  })
})

describe('ordering', () => {
  // Nobody without consent is contacted, so their orders follow rate and season alone. Orders less their
  // expected number up to the day of leaving have mean zero, whatever decides on leaving.
  test('follows rate, month and weekday while the customer stays', () => {
    const consent = new Map(shop.customers.map((row) => [row.record_id, row.consent]))
    const [start, end] = [day('2023-01-01'), day('2025-12-31')]
    for (const segment of segments) {
      const months = Object.entries(segment)
        .slice(-19, -7)
        .map(([, factor]) => Number(factor))
      const weekdays = Object.entries(segment)
        .slice(-7)
        .map(([, factor]) => Number(factor))
      const busy = Array.from({ length: end - start + 1 }, (_, i) => {
        const date = new Date((start + i) * 86_400_000)
        const tail = date.getUTCMonth() === 11 && date.getUTCDate() >= 20
        const factor = tail ? parameters.get('sales.from_20_december')! : 1
        return months[date.getUTCMonth()]! * weekdays[date.getUTCDay()]! * factor
      })
      let expected = 0
      let repeats = 0
      for (const row of customers) {
        if (row.segment !== segment.segment || consent.get(row.customer_id) !== 0) continue
        const last = row.left_on ? day(row.left_on) : end
        for (let d = day(row.joined_on) + 1; d <= last; d++)
          expected += (row.orders_per_week / 7) * busy[d - start]!
        repeats += row.orders - 1
      }
      expect(expected, segment.segment).toBeGreaterThan(60)
      expect(Math.abs(repeats - expected), segment.segment).toBeLessThan(4 * Math.sqrt(expected))
    }
  })

  test('buys fewer units at a higher price, by the elasticity of the segment', () => {
    const list = new Map(shop.products.map(({ product, list_price }) => [product, list_price]))
    const orders = new Map(shop.orders.map((order) => [order.order_id, order]))
    for (const { segment, elasticity, pack } of segments) {
      const units: Record<string, number[]> = { 0.9: [], 1.1: [] }
      for (const { order_id, product, quantity, unit_price } of shop.order_lines) {
        const order = orders.get(order_id)
        if (!order || unit_price === 0 || owner.get(order.customer_id)?.segment !== segment) continue
        const level =
          1 + parameters.get('sales.price_rise_per_year')! * (Number(order.ordered_at.slice(0, 4)) - 2023)
        const trade = segment === 'wholesale' ? parameters.get('sales.wholesale_price_factor')! : 1
        const relative = unit_price / (list.get(product)! * level * trade * (1 - order.discount_rate))
        units[relative.toFixed(1)]?.push(quantity / pack - 1)
      }
      const [low, high] = [units[0.9]!, units[1.1]!]
      const slope = Math.log(mean(low) / mean(high)) / Math.log(1.1 / 0.9)
      const error =
        Math.sqrt(1 / (low.length * mean(low)) + 1 / (high.length * mean(high))) / Math.log(1.1 / 0.9)
      expect(error, segment).toBeLessThan(0.4)
      expect(Math.abs(slope - elasticity), segment).toBeLessThan(4 * error)
    }
  })

  test('puts together what belongs together', () => {
    const baskets = new Map<string, Set<string>>()
    for (const { order_id, customer_id, product, quantity, unit_price } of shop.order_lines) {
      if (quantity < 0 || unit_price === 0 || customer_id.startsWith('TEST')) continue
      if (!baskets.has(order_id)) baskets.set(order_id, new Set())
      baskets.get(order_id)!.add(product)
    }
    const share = (...products: string[]) =>
      mean([...baskets.values()].map((basket) => (products.every((product) => basket.has(product)) ? 1 : 0)))
    for (const { product, brings, probability } of shop.truth_affinities) {
      const confidence = share(product, brings) / share(product)
      const lift = confidence / share(brings)
      const error = Math.sqrt((confidence * (1 - confidence)) / (baskets.size * share(product)))
      if (probability === 0) {
        expect(lift, product).toBeLessThan(1.1)
        continue
      }
      // Some would have bought the second anyway: the confidence lies a little above the probability.
      expect(confidence, product).toBeGreaterThan(probability - 4 * error)
      expect(confidence, product).toBeLessThan(probability + 0.06 + 4 * error)
      expect(lift, product).toBeGreaterThan(4)
    }
  })
})

describe('campaigns', () => {
  const truth = new Map(shop.truth_contacts.map((row) => [row.contact_id, row]))
  const rows = shop.contacts.map((contact) => ({
    ...truth.get(contact.contact_id)!,
    contacted: contact.group === 'contacted',
    responded: contact.responded,
    segment: owner.get(contact.customer_id)!.segment,
  }))
  const effect = (list: typeof rows) => {
    const answers = [true, false].map((group) =>
      list.filter(({ contacted }) => contacted === group).map(({ responded }) => responded),
    )
    const [with_, without] = answers.map(mean)
    const error = Math.sqrt(answers.reduce((sum, a) => sum + (mean(a) * (1 - mean(a))) / a.length, 0))
    const known = mean(list.map((row) => row.buys_if_contacted - row.buys_if_not))
    return { estimate: with_! - without!, error, known }
  }

  test('everybody answers as the truth foresaw for their group', () => {
    for (const row of rows)
      expect(row.responded).toBe(row.contacted ? row.buys_if_contacted : row.buys_if_not)
  })

  test('the response of those contacted less that of the control group is the effect', () => {
    const { estimate, error, known } = effect(rows)
    expect(known).toBeGreaterThan(0.02)
    expect(error).toBeLessThan(known / 4)
    expect(Math.abs(estimate - known)).toBeLessThan(4 * error)
  })

  test('they persuade buyers of presents and drive wholesale buyers away', () => {
    for (const { segment, uplift } of segments) {
      const { estimate, error, known } = effect(rows.filter((row) => row.segment === segment))
      expect(Math.abs(estimate - known), segment).toBeLessThan(4 * error)
      if (Math.abs(uplift) >= 0.07) expect(Math.sign(estimate), segment).toBe(Math.sign(uplift))
    }
  })

  test('the uplift is the share persuaded of those who stay and would not have bought', () => {
    const open = rows.filter((row) => row.uplift > 0 && row.buys_if_not === 0)
    const expected = mean(open.map((row) => row.uplift))
    const error = Math.sqrt((expected * (1 - expected)) / open.length)
    expect(Math.abs(mean(open.map((row) => row.buys_if_contacted)) - expected)).toBeLessThan(4 * error)
  })
})

describe('service and survey', () => {
  test('eight tickets of a hundred are filed under another topic', () => {
    const topic = new Map(shop.truth_tickets.map((row) => [row.ticket_id, row.topic]))
    const wrong = mean(shop.tickets.map((row) => (row.topic === topic.get(row.ticket_id) ? 0 : 1)))
    const truth = parameters.get('probability.ticket_misfiled')!
    expect(Math.abs(wrong - truth)).toBeLessThan(4 * Math.sqrt((truth * (1 - truth)) / shop.tickets.length))
  })

  test('the content answer more often', () => {
    const share = (low: number, high: number) =>
      shop.survey.filter(
        ({ recommend }) => recommend !== '' && Number(recommend) >= low && Number(recommend) <= high,
      ).length / shop.survey.length
    expect(shop.survey.filter(({ answered_on }) => answered_on === '').length).toBeGreaterThan(
      shop.survey.length / 4,
    )
    expect(share(9, 10)).toBeGreaterThan(share(0, 4))
  })
})
