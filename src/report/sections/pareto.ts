import { drawPareto } from '../chartPareto.js'
import { share } from '../figures/customers.js'
import type { ReportContext, Section } from '../section.js'

/** The 80/20 curve: how few customers bring how much? */
export function paretoSection({ figures, words, format }: ReportContext): Section | undefined {
  const { pareto } = figures
  if (!pareto) return undefined
  const text = words.pareto
  const { customers, halfCustomers, topFifthShare } = pareto
  const isEven = halfCustomers / customers >= 0.35
  let together = 0
  const rows = pareto.tenths.map((tenth) => {
    together += tenth.revenue
    return [
      text.group(tenth.from, tenth.to),
      format.count(tenth.customers),
      format.money(tenth.revenue),
      format.share(share(tenth.revenue, pareto.revenue)),
      format.share(share(together, pareto.revenue)),
    ]
  })
  const finding = isEven ? text.even(halfCustomers, customers) : text.half(halfCustomers, customers)
  return {
    id: 'concentration',
    finding: customers === 1 ? text.only : finding,
    weight: Math.max(0.1, 1 - (2 * halfCustomers) / customers),
    ...(customers > 1 && {
      chart: (width: number) => drawPareto(pareto, { words, format, width }),
      howToRead: text.read,
    }),
    ...(customers >= 10 && { text: [text.top(topFifthShare)] }),
    table: {
      columns: [
        { label: text.columns.group },
        ...(['customers', 'revenue', 'share', 'cumulative'] as const).map((key) => ({
          label: text.columns[key],
          numeric: true,
        })),
      ],
      rows,
    },
  }
}
