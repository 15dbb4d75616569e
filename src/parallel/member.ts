import type { MessagePort } from 'node:worker_threads'
import type { Answer, Member, Order } from './team.js'

/* The program of a team's worker thread: carries out orders one after the other, and counts them. */

const { workerData } = globalThis.process.getBuiltinModule('node:worker_threads')
const { port, done } = workerData as { port: MessagePort; done: Int32Array }
let member: Member = {}
let last: Promise<void> = Promise.resolve()

port.on('message', (order: Order) => {
  last = last.then(() => answer(order))
})

async function answer(order: Order): Promise<void> {
  try {
    post({ found: await carryOut(order) })
  } catch (error) {
    post({ error })
  }
  Atomics.add(done, 0, 1)
  Atomics.notify(done, 0)
}

async function carryOut(order: Order): Promise<unknown> {
  if (order.kind === 'run') return member[order.task]!(order.argument)
  member = {}
  if (order.kind === 'begin') {
    const { createThread } = await import(order.url)
    member = createThread(order.setup, order.thread)
  }
  return undefined
}

function post(answer: Answer): void {
  port.postMessage(answer)
}
