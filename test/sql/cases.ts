import type { Data } from './data.js'

/** What a verb may be told that is tried in every engine. */
export const cleaning = ({ product, late }: Data): Record<string, any> => ({
  'as it stands': {},
  'refunds kept': { refunds: 'keep' },
  'duplicates dropped, up to a moment': { duplicates: 'drop', asOf: late },
  'test customers by pattern': { test: /[13]$/ },
  'no cancellations, all kept': { cancelled: false, nonPositive: 'keep', refunds: 'keep' },
  'refunds netted': { refunds: 'net' },
  'refunds netted by product': { refunds: 'net', product },
})

export const summaries = ({ middle, late }: Data): Record<string, any> => ({
  'as it stands': {},
  'with a holdout, in weeks': { calibrationEnd: middle, unit: 'week' },
  'up to a moment, in months': { asOf: late, unit: 'month' },
  'up to a day, columns renamed': { asOf: middle, as: { orders: 'purchases', T: 'age' } },
})

export const scorings: Record<string, any> = {
  'as it stands': {},
  nested: { method: 'nested' },
  'four bins, ties high': { bins: 4, ties: 'high' },
  'twelve bins, nested, ties in the middle': { bins: 12, method: 'nested', ties: 'middle' },
  'columns with missing values': {
    recency: 'recency',
    frequency: 'frequency',
    monetary: 'monetary_value',
    method: 'nested',
  },
  'cuts and segments of its own': {
    cuts: { f: [1, 2, 4, 9] },
    segments: [{ name: 'it\'s \\ "good"', f: { from: 4 } }],
    as: { segment: 'tier' },
  },
}

export const following = ({ late }: Data): Record<string, any> => ({
  'as it stands': {},
  'by week, of revenue': { period: 'week', measure: 'revenue', refunds: 'keep' },
  'by quarter, up to a moment': { period: 'quarter', asOf: late, measure: 'cumulative_revenue_per_customer' },
  'by year, refunds dropped': { period: 'year', refunds: 'drop' },
})

export const concentrations: Record<string, any> = {
  'as it stands': {},
  'in seven groups': { bins: 7 },
  'by a count': { by: 'orders' },
  'by what some have not, in more groups than some have customers': { by: 'monetary_value', bins: 100 },
}
