// Time is whole minutes since the shop opened, days are whole days since then; all of it UTC.

import { at } from './at.mjs'

/** 2023-01-01, a Sunday, in days since 1970. */
const OPENING = 19_358

/** @param {string} date */
export const dayOf = (date) => Date.parse(date) / 86_400_000 - OPENING

export const MINUTES = 1440
/** The first day after the files end: nothing that happened then is in them. */
export const END = dayOf('2026-01-01')
/** Life goes on for a year after the files end, and the truth tells what it brings. */
export const HORIZON = dayOf('2027-01-01')

const dates = Array.from({ length: HORIZON + 60 }, (_, day) =>
  new Date((OPENING + day) * 86_400_000).toISOString().slice(0, 10),
)

/** @param {number} day */
export const isoDate = (day) => at(dates, day)

/** @param {number} value */
const two = (value) => (value < 10 ? `0${value}` : String(value))

/** @param {number} time minutes */
export const timestamp = (time) => {
  const minute = time % MINUTES
  return `${dates[(time - minute) / MINUTES]}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`
}

/** January is 0. @param {number} day */
export const monthOf = (day) => Number(isoDate(day).slice(5, 7)) - 1

/** Each first of January all prices rise by so much of what they were at first. */
export const PRICE_RISE = 0.03

/** @param {number} day */
export const priceLevel = (day) => 1 + PRICE_RISE * (Number(isoDate(day).slice(0, 4)) - 2023)

/**
 * How much busier or quieter than usual each day is: month times weekday, and from 20 December to year's end
 * too late for a present to arrive.
 * @param {readonly number[]} months January first @param {readonly number[]} weekdays Sunday first
 */
export function seasonOf(months, weekdays) {
  return Float64Array.from({ length: HORIZON }, (_, day) => {
    const late = monthOf(day) === 11 && Number(isoDate(day).slice(8)) >= 20
    return at(months, monthOf(day)) * at(weekdays, day % 7) * (late ? LATE_DECEMBER : 1)
  })
}

export const LATE_DECEMBER = 0.35

/** Weights of the hours of the day, from midnight: few at night, most in the evening. */
export const HOURS = [2, 1, 1, 0, 0, 1, 3, 6, 9, 12, 13, 12, 12, 11, 10, 10, 10, 11, 13, 16, 18, 17, 10, 5]
/** Wholesale buyers order in office hours. */
export const OFFICE_HOURS = [0, 0, 0, 0, 0, 0, 0, 2, 10, 16, 16, 12, 6, 10, 14, 12, 8, 2, 0, 0, 0, 0, 0, 0]
