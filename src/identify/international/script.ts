/** Writes a tidied text in Latin letters as far as it can. */
export type Script = (text: string) => string
