import * as build from '#src/table/build'

/** A column of each kind that is written, with missing values, and what the table knows about itself. */
export const mixed = build.makeTable(
  {
    id: build.int32(Int32Array.of(1, -2147483648, 0), Uint8Array.of(1, 1, 0)),
    amount: build.float64(Float64Array.of(0.1, -1234.5, NaN)),
    when: build.timestamp(Float64Array.of(0, 1e12 + 250, NaN)),
    zoned: build.timestamp(Float64Array.of(0, 1e12, NaN), 'UTC'),
    day: build.date(Float64Array.of(0, -1, NaN)),
    yes: build.bool(Uint8Array.of(1, 0, 2)),
    word: build.dictionary(Int32Array.of(0, 1, -1), ['a, b', 'say "x"']),
    text: build.utf8(['漢字', 'two\nlines', null]),
  },
  new Map([['clientele', JSON.stringify({ roles: { customer: 'id' }, unit: 'week', counts: {} })]]),
)
