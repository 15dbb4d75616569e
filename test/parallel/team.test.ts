import { describe, expect, it } from 'vitest'
import { makeTeam } from '#src/parallel/team'
import { createThread } from './counter.mjs'

const job = { url: new URL('./counter.mjs', import.meta.url).href, createThread }

describe('a team of threads', () => {
  it('gives every thread the same memory and each its own number, and waits for all', () => {
    const cells = new Int32Array(new SharedArrayBuffer(16))
    const team = makeTeam(job, (threads) => ({ cells, threads }), 4)
    expect(team.threads).toBe(4)
    expect(team.run('mark', 7)).toEqual([0, 10, 20, 30])
    expect([...cells]).toEqual([7, 8, 9, 10])
    team.dismiss()
  })

  it('can be had again after it was dismissed, any number of times', () => {
    for (let round = 1; round < 20; round++) {
      const cells = new Int32Array(new SharedArrayBuffer(16))
      const team = makeTeam(job, (threads) => ({ cells, threads }), 3)
      team.run('mark', round)
      team.run('mark', 2 * round)
      team.dismiss()
      expect([...cells]).toEqual([2 * round, 2 * round + 1, 2 * round + 2, 0])
    }
  })

  it('throws what a helper throws, and can work on', () => {
    const cells = new Int32Array(new SharedArrayBuffer(16))
    const team = makeTeam(job, (threads) => ({ cells, threads }), 2)
    expect(() => team.run('fail', 1)).toThrow('thread 1 cannot')
    expect(team.run('mark', 1)).toEqual([0, 10])
    team.dismiss()
  })
})
