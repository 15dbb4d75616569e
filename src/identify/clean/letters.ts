import { isPlain } from './text.js'

/**
 * Letters as plain Latin ones: accents off; letters that are no letter with an accent written out; Cyrillic by the
 * romanisation of passports (Bulgarian where languages differ), Greek by ELOT 743. Other scripts stay as they are.
 */
export function plainLetters(text: string): string {
  if (isPlain(text)) return text
  return text
    .normalize('NFC')
    .replace(COMPOSED_LETTERS, (letter) => COMPOSED.get(letter)!)
    .normalize('NFD')
    .replace(ACCENTS, '')
    .replace(GREEK_PAIRS, greekPair)
    .replace(SINGLE_LETTERS, (letter) => SINGLE.get(letter)!)
    .replace(/iy(?![\p{L}\p{N}])/gu, 'y')
    .normalize('NFC')
}

/** Accents of Latin, Greek and Cyrillic, vowel signs of Arabic and Hebrew; not the vowels of Indian scripts. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\u064b-\u065f\u0670]/g

function table(list: string): ReadonlyMap<string, string> {
  return new Map(list.split(' ').map((entry) => [entry[0]!, entry.slice(2)]))
}

function anyOf(letters: ReadonlyMap<string, string>): RegExp {
  return new RegExp(`[${[...letters.keys()].join('')}]`, 'g')
}

/** Letters whose mark is no accent. */
const COMPOSED: ReadonlyMap<string, string> = table('й=y ё=e ї=yi ў=u ѓ=gj ќ=kj ç=c')

const SINGLE: ReadonlyMap<string, string> = table(
  'ß=ss ł=l ı=i ø=o æ=ae œ=oe đ=d ð=d þ=th ħ=h ŋ=n ə=a ' +
    'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh щ=sht ъ=a ' +
    'ы=y ь= э=e ю=yu я=ya і=i є=ye ґ=g ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz ѕ=dz ' +
    'α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o',
)
const COMPOSED_LETTERS: RegExp = anyOf(COMPOSED)
const SINGLE_LETTERS: RegExp = anyOf(SINGLE)

const GREEK_PAIRS = /ου|[αεη]υ(?=([θκξπσςτφχψ]|[^\p{L}]|$)?)|γ(?=[γξχ])|(?<!\p{L})μπ|μπ(?!\p{L})/gu

function greekPair(pair: string, voiceless: string | undefined): string {
  if (pair === 'ου') return 'ou'
  if (pair === 'γ') return 'n'
  if (pair === 'μπ') return 'b'
  return SINGLE.get(pair[0]!)! + (voiceless === undefined ? 'v' : 'f')
}
