import { derive, where } from 'clientele'
import { readTable } from 'clientele/io'
import { sharedFile } from '../shared.js'

/** Order lines and the roles of their columns. */
export interface Data {
  readonly name: string
  /** Whether each query takes its time. */
  readonly large: boolean
  readonly lines: any
  readonly roles: Record<string, string>
  readonly product: string
  readonly channel: string
  /** A day in the middle of the data, and one before its end. */
  readonly middle: string
  readonly late: string
}

async function shop(): Promise<Data> {
  return {
    name: 'the shop',
    large: false,
    lines: await readTable(new URL('../../datasets/shop/order_lines.csv', import.meta.url)),
    roles: {
      customer: 'customer_id',
      time: 'ordered_at',
      order: 'order_id',
      quantity: 'quantity',
      price: 'unit_price',
    },
    product: 'product',
    channel: 'category',
    middle: '2024-12-31',
    late: '2025-09-30T12:00:00',
  }
}

async function retail(path: string): Promise<Data> {
  const read = await readTable(path)
  const lines = derive(read, {
    placed: ({ InvoiceDate }: any) => new Date(`${InvoiceDate.replace(' ', 'T')}Z`),
  })
  return {
    name: 'Online Retail',
    large: true,
    lines,
    roles: {
      customer: 'CustomerID',
      time: 'placed',
      order: 'InvoiceNo',
      quantity: 'Quantity',
      price: 'UnitPrice',
    },
    product: 'StockCode',
    channel: 'Country',
    middle: '2011-06-30',
    late: '2011-11-30T12:00:00',
  }
}

const path = sharedFile('online_retail/online_retail.parquet')

/** The shop's own data, and half a million lines of a real one where these lie beside the repository. */
export const data: readonly Data[] = [await shop(), ...(path ? [await retail(path)] : [])]

/** A thirtieth of the customers of large data, with their lines. */
export const parts: readonly Data[] = data.map((one) =>
  one.large
    ? { ...one, lines: where(one.lines, (row: any) => Number(row[one.roles.customer!]) % 30 === 7) }
    : one,
)
