/** What stands before the rows in PostgreSQL's binary COPY format. */
export const SIGNATURE: Uint8Array = Uint8Array.of(80, 71, 67, 79, 80, 89, 10, 255, 13, 10, 0)
/** PostgreSQL counts days and microseconds from 2000-01-01. */
export const POSTGRES_DAY = 10_957
export const POSTGRES_MICROSECOND = 946_684_800_000_000n
/** The sign of a negative numeric, and what stands for NaN and the infinities. */
export const NEGATIVE = 0x4000
export const NOT_A_NUMBER = 0xc000
