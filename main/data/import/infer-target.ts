import type { ColumnProfile } from './profile.ts'

export interface InferredTarget {
  readonly column: string
  readonly task: 'classification' | 'regression'
  /** Why this column and this task, as a sentence. */
  readonly because: string
}

const targetName =
  /^(target|label|labels|class|classes|y|outcome|response|category|species|diagnosis|quality|result|survived|churn(ed)?|default(ed)?|is_.+|price|sale_?price|medv)$/i

/** Up to so many whole numbers are taken for classes rather than for amounts. */
const fewIntegers = 10

/**
 * The column that a table is most likely about: one with the name of a target, else the last column that can be one, as
 * most published tables have it. undefined if no column can be a target.
 */
export function inferTarget(columns: readonly ColumnProfile[]): InferredTarget | undefined {
  const suitable = columns.filter(canBeTarget)
  const named = suitable.find(({ name }) => targetName.test(name))
  const chosen = named ?? suitable.at(-1)
  if (chosen === undefined) return undefined
  const task = taskOf(chosen)
  const why = named ? 'it has the name of a target' : 'it is the last column that could be one'
  const kind =
    task === 'regression' ? 'its values are numbers on a scale' : `it has ${chosen.distinct.count} different values`
  return {
    column: chosen.name,
    task,
    because: `${chosen.name} is taken as the target because ${why}; ${task} because ${kind}.`,
  }
}

export function canBeTarget({ type, distinct }: ColumnProfile): boolean {
  if (type === 'number' || type === 'integer' || type === 'boolean') return true
  return type === 'category' && distinct.count <= 1000
}

/** Numbers on a scale are predicted by regression; categories, yes or no, and few whole numbers by classification. */
export function taskOf({ type, distinct, rows }: ColumnProfile): 'classification' | 'regression' {
  if (type === 'number') return 'regression'
  if (type !== 'integer') return 'classification'
  return distinct.count <= fewIntegers && distinct.count * 5 <= rows ? 'classification' : 'regression'
}
