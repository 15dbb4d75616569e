import type { Change, Moves } from './moves.js'

/** A segment's bar on one side: how high it stands, from 0 at the top to the number of customers and gaps. */
export interface StreamBar {
  readonly segment: number
  readonly side: 0 | 1
  readonly from: number
  readonly to: number
  readonly customers: number
}

/** A stream from a bar on the left to one on the right. */
export interface Stream {
  readonly change: Change
  readonly left: readonly [number, number]
  readonly right: readonly [number, number]
}

/** Lays the moves out as bars on two sides and streams between them; `gap` is the space between bars, as a share of the whole. */
export function layStreams(
  { segments, moves }: Moves,
  gap: number,
): { readonly bars: StreamBar[]; readonly streams: Stream[]; readonly height: number } {
  const places = segments.length + 1
  const all = moves.reduce((sum, { customers }) => sum + customers, 0)
  const space = gap * Math.max(1, all)
  const side = (end: 'from' | 'to') => {
    const totals = Array.from({ length: places }, (_, place) =>
      moves.reduce((sum, move) => sum + (move[end] === place ? move.customers : 0), 0),
    )
    let y = 0
    return totals.map((customers) => {
      const from = y
      y += customers > 0 ? customers + space : 0
      return { from, to: from + customers, customers }
    })
  }
  const [left, right] = [side('from'), side('to')]
  const bars = ([left, right] as const).flatMap((list, which) =>
    list.flatMap((bar, segment) => (bar.customers > 0 ? [{ ...bar, segment, side: which as 0 | 1 }] : [])),
  )
  // Streams leave a bar in the order of where they go, and reach one in the order of where they come from, so that few cross.
  const leave = left.map(({ from }) => from)
  const reach = right.map(({ from }) => from)
  const ordered = moves.toSorted((a, b) => a.from - b.from || a.to - b.to)
  const starts = new Map(ordered.map((move) => [move, take(leave, move.from, move.customers)]))
  const streams = moves
    .toSorted((a, b) => a.to - b.to || a.from - b.from)
    .map((move) => ({
      change: move.change,
      left: starts.get(move)!,
      right: take(reach, move.to, move.customers),
    }))
  return { bars, streams, height: Math.max(...bars.map(({ to }) => to), 1) }
}

function take(next: number[], place: number, size: number): [number, number] {
  const from = next[place]!
  next[place] = from + size
  return [from, from + size]
}
