/** The names of what the table of a section has in its columns. */
export type Labels<Keys extends string> = { readonly [key in Keys]: string }
