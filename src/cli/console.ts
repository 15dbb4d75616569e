/** Where the command line says what it does: stderr, so that stdout is left for figures. */
export interface Console {
  /** A line that stays. */
  say(line: string): void
  /** What is being done; on a terminal it gives way to the next line, elsewhere it is not shown. */
  step(what: string): void
}

/** Writes to stderr, or nowhere where `quiet`. */
export function openConsole(quiet: boolean): Console {
  const { stderr } = process
  const isTerminal = stderr.isTTY && !quiet
  const clear = isTerminal ? '\r\u001b[2K' : ''
  return {
    say: (line) => {
      if (!quiet) stderr.write(`${clear}${printable(line)}\n`)
    },
    step: (what) => {
      if (isTerminal) stderr.write(`${clear}${printable(what)} …`)
    },
  }
}

/** Text from a file as a terminal may be given it: without control signs, which could move the cursor or worse. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '\ufffd')
}
