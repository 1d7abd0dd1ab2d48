/** How a text file holds a table. */
export interface Dialect {
  readonly encoding: Encoding
  readonly delimiter: string
  /** null: quotes are ordinary characters. */
  readonly quote: string | null
  /** Whether the first row names the columns. */
  readonly header: boolean
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export const plainDialect: Dialect = { encoding: 'utf-8', delimiter: ',', quote: '"', header: true }
