/**
 * A job for the tests of teams: each thread writes into its own cell.
 * @param {{cells: Int32Array}} setup
 * @param {number} thread
 */
export function createThread({ cells }, thread) {
  return {
    /** @param {number} value */
    mark: (value) => {
      cells[thread] = value + thread
      return 10 * thread
    },
    /** @param {number} which */
    fail: (which) => {
      if (which === thread) throw new Error(`thread ${thread} cannot`)
    },
  }
}
