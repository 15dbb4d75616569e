import { list } from '../../table/column.js'
import { type AnalyzeArguments, readAnalyze } from './analyze.js'
import { type ChurnArguments, readChurn } from './churn.js'
import { type ClassifyArguments, readClassify } from './classify.js'
import { wrong } from './common.js'
import { type IdentifyArguments, readIdentify } from './identify.js'

/** The commands that work on a file. */
export type Command = 'analyze' | 'classify' | 'churn' | 'identify'

/** What the command line asks for. */
export type Arguments =
  | AnalyzeArguments
  | ClassifyArguments
  | ChurnArguments
  | IdentifyArguments
  | { readonly command: 'help'; readonly on: Command | undefined }
  | { readonly command: 'version' }

const COMMANDS: readonly Command[] = ['analyze', 'classify', 'churn', 'identify']

/** Reads the command line; what it cannot mean is an error that says what it could. */
export function readArguments(args: readonly string[]): Arguments {
  const [command, ...rest] = args
  if (args.some((arg) => arg === '--version' || arg === '-v')) return { command: 'version' }
  if (command === undefined || command === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) {
    const about = command === 'help' ? rest[0] : command
    return { command: 'help', on: COMMANDS.find((one) => one === about) }
  }
  if (command === 'analyze') return readAnalyze(rest)
  if (command === 'classify') return readClassify(rest)
  if (command === 'churn') return readChurn(rest)
  if (command === 'identify') return readIdentify(rest)
  throw wrong(
    `there is no command '${command}'; the commands are ${list(COMMANDS)}: clientele analyze orders.csv`,
  )
}
