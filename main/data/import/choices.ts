import type { ColumnSchema } from '../schema.ts'
import type { Dialect } from '../tables/dialect.ts'

/** What the user may say instead of leaving it to detection and inference. */
export interface ImportChoices {
  readonly delimiter?: string
  /** null: quotes are ordinary characters. */
  readonly quote?: string | null
  readonly encoding?: Dialect['encoding']
  readonly header?: boolean
  /** Instead of the usual ones (empty, NA, ?, null, ...). */
  readonly missingTokens?: readonly string[]
  readonly target?: string
  readonly task?: 'classification' | 'regression'
  readonly types?: Readonly<Record<string, ColumnSchema['type']>>
  readonly roles?: Readonly<Record<string, ColumnSchema['role']>>
}

export interface ImportProgress {
  readonly signal?: AbortSignal
  /** Share of the work done, from 0 to 1. */
  readonly onProgress?: (share: number) => void
}
