/** What a condition has that is not known here; it never leaves the room. */
export class NotMapped extends Error {}

/** The error for it. */
export function notMapped(what: string): NotMapped {
  return new NotMapped(what)
}
