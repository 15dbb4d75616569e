import type { PeriodUnit } from './figures/periods.js'
import type { Lang } from './words/lang.js'

/** Axis labels for amounts and counts in few signs: 1.5m, 20k; 150万. */
export function shortNumbers(lang: Lang): string {
  if (lang === 'zh') {
    return "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',.3~r') + '亿' : abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',.4~r') + '万' : format(datum.value, ',~r')"
  }
  return "abs(datum.value) < 1000 ? format(datum.value, ',.3~r') : replace(replace(format(datum.value, '.3~s'), 'M', 'm'), 'G', 'bn')"
}

/**
 * The room that labels at the side need, in pixels: without a screen Vega takes every sign for a narrow one, and
 * Chinese signs are as wide as they are high.
 */
export function labelRoom(labels: readonly string[], fontSize: number): number {
  const wide = /[\u1100-\uffff]/u
  const width = (label: string) =>
    Array.from(label).reduce((sum, sign) => sum + (wide.test(sign) ? 1 : 0.6), 0)
  return Math.ceil(fontSize * Math.max(0, ...labels.map(width))) + 8
}

/** An axis whose title lies above it, upright. */
export const TITLE_ABOVE = {
  titleAngle: 0,
  titleAlign: 'left',
  titleAnchor: 'end',
  titleX: 0,
  titleY: -14,
} as const

/** The axis of `label`s beside bars, in the given order; names take at most that share of the width. */
export function barNames(
  labels: readonly string[],
  width: number,
  most = 0.5,
): { readonly [part: string]: unknown } {
  const fontSize = width < 480 ? 10 : 12
  const room = Math.min(labelRoom(labels, fontSize), Math.floor(width * most))
  return {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: null,
    scale: { domain: labels },
    axis: {
      // Without a screen Vega takes labels for wider than they are.
      labelLimit: Math.ceil(1.4 * room),
      labelFontSize: fontSize,
      minExtent: room + 8,
      maxExtent: room + 8,
      grid: false,
    },
  }
}

/** Axis labels for shares. */
export const PERCENT = "format(datum.value, '.0%')"

/**
 * Which periods get a label, at most so many, and what it says: months that start a half-year, a quarter or any
 * month; the year stands under the first label and wherever it is new.
 */
export function dateLabels(
  periods: readonly { readonly from: string }[],
  unit: PeriodUnit,
  words: { readonly tick: (unit: PeriodUnit, from: string) => string },
  most: number,
): { values: string[]; labelExpr: string } {
  const steps = unit === 'month' ? [1, 2, 3, 6, 12, 24, 60, 120] : [1, 2, 4, 7, 14, 28]
  const step = steps.find((step) => periods.length / step <= most) ?? Math.ceil(periods.length / most)
  const values = periods
    .map(({ from }) => from)
    .filter((from, i) => (unit === 'month' ? monthNumber(from) % step === 0 : i % step === 0))
  let year = ''
  const labels = values.map((from) => {
    const label = words.tick(unit, from)
    const isNew = from.slice(0, 4) !== year
    year = from.slice(0, 4)
    return [from, isNew && unit !== 'year' ? [label, words.tick('year', from)] : label]
  })
  return { values, labelExpr: `(${JSON.stringify(Object.fromEntries(labels))})[datum.value] || ''` }
}

function monthNumber(from: string): number {
  return 12 * Number(from.slice(0, 4)) + Number(from.slice(5, 7)) - 1
}
