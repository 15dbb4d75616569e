import { ClienteleError } from '../error.js'
import { printable } from './console.js'

/** How the library's options are said on the command line. */
const FLAGS: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/^[\w ]{1,30}: /, ''],
  [
    /types: \{'?([^}':]+)'?: '([^']*)'\}/g,
    (_, name = '', type = '') => `--types ${quoted(`${name}=${type}`)}`,
  ],
  [/\breadTable has the option types\b/g, '--types column=type, see --help'],
  [/\breadTable'?s? (?:has the )?option types\b/g, '--types'],
  [/\boption types\b/g, '--types'],
  [/\b(decimal|thousands|delimiter|comment): '(.)'/g, '--$1 "$2"'],
  [
    /\bsay its format \(format: '\w+' or '\w+'\)/,
    'give it the ending that says what it is: .csv, .parquet or .arrow',
  ],
  [
    /if it is Parquet or Arrow under another name, say format: 'parquet' or 'arrow'/,
    'if it is Parquet or Arrow, let its name end so (.parquet, .arrow)',
  ],
  [/\bencoding: '([\w-]+)'/g, '--encoding $1'],
  [
    /header: false or header: \['…'\] with names if it has no header, header: true if these are names/,
    '--no-header if it has no header (then the columns are called column_1, column_2, …), --header if these are names',
  ],
  [/\bheader: true\b/, '--header'],
  [/^was stopped by its signal/, 'stopped'],
  [/\basOf must\b/, '--as-of must'],
  [/^currency is\b/, '--currency is'],
  [/^positive is\b/, '--positive is'],
  [/\bpositive: '([^']*)'/g, '--positive "$1"'],
  [/\bsuch as fields: \{surname: 'surname', mail: 'email'\}/, 'such as --fields surname=surname,mail=email'],
  [/\bfields names\b/, '--fields names'],
  [/\bfields (has|must)\b/, '--fields $1'],
  [
    /\bcannotLink parts records (\d+) and (\d+), which mustLink joins/,
    'false answers of --answers part the records of rows $1 and $2 (from 0), which true ones join',
  ],
  [/, or leave out id\.$/, ', or name another with --id.'],
  [/\bsay (customer|time|amount|quantity|price|order): '…'/gi, 'say --$1'],
]

/** An argument as a shell takes it. */
function quoted(argument: string): string {
  return /^[\w./=:-]+$/.test(argument) ? argument : `"${argument}"`
}

/** An error as one sentence for somebody who knows the command line and not the functions behind it. */
export function sentenceOf(error: unknown): string {
  const { message } = error as Error
  if (error instanceof ClienteleError) {
    return printable(FLAGS.reduce((text, [said, flag]) => text.replace(said, flag as string), message))
  }
  return printable(
    `something went wrong inside (${message.split('\n')[0]}); run again with CLIENTELE_DEBUG=1 and report what it prints.`,
  )
}
