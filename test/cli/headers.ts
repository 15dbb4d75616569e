import type { Vector } from '#src/table/arrow'
import { float64, timestamp, utf8 } from '#src/table/build'

/** A column from its sign and name: @ a time, # a number, ' text. */
export function columnOf(column: string): [name: string, vector: Vector] {
  const name = column.slice(1)
  if (column.startsWith('@')) return [name, timestamp(Float64Array.of(0))]
  if (column.startsWith('#')) return [name, float64(Float64Array.of(1))]
  return [name, utf8(['a'])]
}

/** Headers as shops and tills write them: where from, the columns with their types, what is to be found. */
export const HEADERS: readonly [from: string, header: string, expected: string][] = [
  [
    'UCI Online Retail',
    `'InvoiceNo|'StockCode|'Description|#Quantity|@InvoiceDate|#UnitPrice|#CustomerID|'Country`,
    'customer=CustomerID time=InvoiceDate order=InvoiceNo quantity=Quantity price=UnitPrice',
  ],
  [
    'CDNOW',
    `'customer_id|@date|#number_of_cds|#dollar_value`,
    'customer=customer_id time=date amount=dollar_value',
  ],
  [
    'a shop’s orders, with other dates and amounts',
    `'order_id|'customer_id|@ordered_at|'channel|#discount|#amount|#refunded|@promised_on|@delivered_on`,
    'customer=customer_id time=ordered_at order=order_id amount=amount',
  ],
  [
    'Shopify',
    `'Name|'Email|'Financial Status|@Paid at|@Fulfilled at|#Subtotal|#Shipping|#Taxes|#Total|@Created at|'Billing Name`,
    'customer=Email time=Paid at amount=Total',
  ],
  [
    'WooCommerce',
    `'Order Number|'Order Status|@Order Date|'Customer Note|'Email (Billing)|#Order Total Amount|#Order Shipping Amount`,
    'customer=Email (Billing) time=Order Date order=Order Number amount=Order Total Amount',
  ],
  [
    'German',
    `'Rechnungsnr|'Kundennummer|@Rechnungsdatum|'Artikel|#Menge|#Einzelpreis|#MwSt`,
    'customer=Kundennummer time=Rechnungsdatum order=Rechnungsnr quantity=Menge price=Einzelpreis',
  ],
  [
    'German totals',
    `'Kunde|@Bestelldatum|#Gesamtbetrag|'Ort`,
    'customer=Kunde time=Bestelldatum amount=Gesamtbetrag',
  ],
  [
    'French',
    `'N° commande|'Numéro client|@Date de commande|#Quantité|#Prix unitaire|'Ville`,
    'customer=Numéro client time=Date de commande order=N° commande quantity=Quantité price=Prix unitaire',
  ],
  [
    'Spanish',
    `'Número de pedido|'ID Cliente|@Fecha de compra|#Importe total|'Ciudad`,
    'customer=ID Cliente time=Fecha de compra order=Número de pedido amount=Importe total',
  ],
  [
    'Chinese',
    `'订单编号|'客户编号|@下单时间|#实付金额|#运费|'收货城市`,
    'customer=客户编号 time=下单时间 order=订单编号 amount=实付金额',
  ],
  [
    'Chinese lines',
    `'订单号|'会员ID|@购买日期|'商品名称|#数量|#单价`,
    'customer=会员ID time=购买日期 order=订单号 quantity=数量 price=单价',
  ],
  [
    'an id goes before a name',
    `'Customer Name|'Customer ID|@Date|#Sales`,
    'customer=Customer ID time=Date amount=Sales',
  ],
  [
    'a country is no customer',
    `'customer country|'client|@day|#total`,
    'customer=client time=day amount=total',
  ],
  ['the only times', `'user_id|@happened|#amount`, 'customer=user_id time=happened amount=amount'],
  [
    'dates as text, by name',
    `'customer|'order_date|#amount`,
    'customer=customer time=order_date amount=amount',
  ],
  [
    'an amount of text, by name, so that it can be refused',
    `'customer|@date|'amount`,
    'customer=customer time=date amount=amount',
  ],
  [
    'an amount goes before quantity and price',
    `'customer|@date|#qty|#price|#line_total`,
    'customer=customer time=date amount=line_total',
  ],
  ['a price alone is the amount', `'customer|@date|#price`, 'customer=customer time=date amount=price'],
]
