import { ClienteleError, fitRfm, inWorker, rfm, summarize } from 'clientele'
import { Table, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { plain } from '../conformance/answers.js'
import { orderLines, orderRoles } from '../conformance/base.js'
import { forms } from '../arbitrary/forms.js'

const orders = orderLines()

describe('inWorker gives what the function itself gives', () => {
  it.each(forms(orders))('for a table that is $form', async ({ table }) => {
    expect(plain(await inWorker('summarize', table, orderRoles))).toEqual(
      plain(summarize(orders, orderRoles)),
    )
  })

  it('for a model, which comes back able to predict', async () => {
    const customers = summarize(orders, orderRoles)
    const model = await inWorker('fitRfm', customers)
    expectTypeOf(model.predict).toBeFunction()
    expect(plain(model)).toEqual(plain(fitRfm(customers)))
    expect(plain(model.predict(customers))).toEqual(plain(rfm(customers)))
  })

  it('for an object of named parts, which comes back frozen', async () => {
    const { orders: kept, audit } = await inWorker('cleanOrders', orders, orderRoles)
    expect([kept.numRows, audit.getChildAt(0)?.get(0)]).toEqual([24, 'read'])
    expect(Object.isFrozen(await inWorker('pareto', summarize(orders, orderRoles)))).toBe(true)
  })

  it('for several calls at once', async () => {
    const calls = Array.from({ length: 6 }, () => inWorker('summarize', orders, orderRoles))
    expect((await Promise.all(calls)).map((table) => table.numRows)).toEqual(Array.from(calls, () => 7))
  })

  it('for dictionaries made on both sides of the border, which do not mix up their labels', async () => {
    const scored = await inWorker('rfm', summarize(orders, orderRoles))
    const here = rfm(scored, { as: { r: 'r2', f: 'f2', m: 'm2', rfm: 'rfm2', segment: 'segment2' } })
    const rows = here.toArray().map((row) => row.toJSON())
    expect(rows.every((row: any) => row.segment === row.segment2 && row.rfm === row.rfm2)).toBe(true)
  })
})

describe('inWorker explains', () => {
  it('what the function itself refuses, in the same words', async () => {
    const call = () => summarize(orders, { ...orderRoles, customer: 'client' as 'customer' })
    const error = await inWorker('summarize', orders, { ...orderRoles, customer: 'client' }).catch(
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(ClienteleError)
    expect(call).toThrow((error as Error).message)
  })

  it('that a function cannot be sent, naming it', async () => {
    const options = { ...orderRoles, cancelled: () => false }
    await expect(inWorker('cleanOrders', orders, options)).rejects.toThrow(
      /argument 2\.cancelled is a function/,
    )
  })

  it('that there is no such function', async () => {
    await expect(inWorker('constructor' as 'rfm', orders)).rejects.toThrow(
      /no function 'constructor' in clientele/,
    )
  })
})

describe('signal', () => {
  it('stops a call before it starts and while it runs, and the next call works', async () => {
    const many = new Table({
      id: vectorFromArray(
        Array.from({ length: 300_000 }, (_, i) => `c${i}`),
        new Utf8(),
      ),
    })
    const slow = { customer: 'id', time: 'id' } as any
    const before = inWorker('summarize', many, { ...slow, signal: AbortSignal.abort() })
    await expect(before).rejects.toMatchObject({ code: 'aborted' })
    const controller = new AbortController()
    const running = inWorker('summarize', many, { ...slow, signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'aborted' })
    expect((await inWorker('summarize', orders, orderRoles)).numRows).toBe(7)
  })
})
