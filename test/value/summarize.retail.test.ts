import { summarize } from 'clientele'
import { readTable } from 'clientele/io'
import { expect, it } from 'vitest'
import { findColumn } from '#src/table/column'
import { readNumbers } from '#src/table/numbers'
import { readStrings } from '#src/table/strings'
import { takeRows } from '#src/table/take'
import { readTimes } from '#src/table/times'
import { sharedFile } from '../shared.js'

const path = sharedFile('online_retail/online_retail.parquet')

// UCI Online Retail with the usual cleaning: lines with a customer, not cancelled, quantity and price above 0.
it.skipIf(!path)('gives the 4,338 customers, 18,532 invoices and revenue of Online Retail', async () => {
  const raw = await readTable(path!)
  const column = (name: string) => findColumn(raw, name, 'test')
  const customers = readNumbers(column('CustomerID'), 'test')
  const [quantities, prices] = ['Quantity', 'UnitPrice'].map((name) => readNumbers(column(name), 'test'))
  const invoices = readStrings(column('InvoiceNo'))
  const keep = invoices.flatMap((invoice, i) => {
    const counts =
      !Number.isNaN(customers[i]!) && !invoice!.startsWith('C') && quantities![i]! > 0 && prices![i]! > 0
    return counts ? [i] : []
  })
  expect(keep.length).toBe(397_884)
  const lines = takeRows(raw, Int32Array.from(keep))
  const roles = {
    customer: 'CustomerID',
    time: 'InvoiceDate',
    quantity: 'Quantity',
    price: 'UnitPrice',
  } as const
  const summary = summarize(lines, { ...roles, order: 'InvoiceNo' } as object)
  expect(summary.numRows).toBe(4338)
  const sum = (name: 'orders' | 'revenue') =>
    readNumbers(findColumn(summary, name, 'test'), 'test').reduce((a, b) => a + b, 0)
  expect(sum('orders')).toBe(18_532)
  expect(sum('revenue').toFixed(2)).toBe('8911407.90')

  const times = readTimes(column('InvoiceDate'), 'test')
  const days = new Set(keep.map((i) => `${customers[i]} ${Math.floor(times[i]! / 864e5)}`))
  expect(readNumbers(findColumn(summary, 'frequency', 'test'), 'test').reduce((a, b) => a + b + 1, 0)).toBe(
    days.size,
  )
})
