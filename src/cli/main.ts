#!/usr/bin/env node
import { ClienteleError, type ErrorCode } from '../error.js'
import { readArguments } from './args/readArguments.js'
import { HELP, HELP_ON } from './help.js'
import { sentenceOf } from './sentence.js'
import { version } from './version.js'

const WRONG_USAGE: ReadonlySet<ErrorCode> = new Set([
  'option-invalid',
  'column-missing',
  'role-missing',
  'contradiction',
])

/** As a shell says that Ctrl-C ended a process. */
const INTERRUPTED = 130

/** Runs a command; gives the exit code. */
async function run(args: readonly string[]): Promise<number> {
  try {
    const given = readArguments(args)
    // Each command is loaded when it is asked for: all of them take longer to load than most files to read.
    if (given.command === 'analyze') await (await import('./analyze.js')).analyze(given)
    else if (given.command === 'classify') await (await import('./classify.js')).classify(given)
    else if (given.command === 'churn') await (await import('./churn.js')).churn(given)
    else if (given.command === 'identify') await (await import('./identify.js')).identifyFile(given)
    else if (given.command === 'version') process.stdout.write(`${version()}\n`)
    else process.stdout.write(given.on ? HELP_ON[given.on] : HELP)
    return 0
  } catch (error) {
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[2K' : ''}clientele: ${sentenceOf(error)}\n`)
    if (process.env['CLIENTELE_DEBUG']) process.stderr.write(`${(error as Error).stack}\n`)
    if (!(error instanceof ClienteleError)) return 70
    if (error.code === 'aborted') return INTERRUPTED
    return WRONG_USAGE.has(error.code) ? 2 : 1
  }
}

// Whoever reads stdout may have read enough: head closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await run(process.argv.slice(2))
