/** A column's name as words without case, accents and signs: 'InvoiceNo' and 'invoice_no.' are 'invoice no'. */
export function plainName(name: string): string {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()
}

/** Whether a plain name has the words of a phrase, one after the other; in Chinese, which has no spaces, its signs. */
export function contains(name: string, phrase: string): boolean {
  return /\p{Script=Han}/u.test(phrase) ? name.includes(phrase) : ` ${name} `.includes(` ${phrase} `)
}
