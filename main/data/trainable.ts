import type { Description } from './description.ts'

/** Why a dataset cannot be trained on, as a sentence; undefined if it can. */
export function whyNotTrainable({
  kind,
  task,
  time,
  columns = [],
}: Pick<Description, 'kind' | 'task' | 'time' | 'columns'>): string | undefined {
  if (task === 'text generation' && kind !== 'characters')
    return 'not trainable here: text is generated from a running text (kind characters), and this is none.'
  const hasTime = time !== undefined || columns.some((column) => typeof column === 'object' && column.role === 'time')
  if (task === 'time series' && !hasTime)
    return 'not trainable here: a series needs a column with the role time, and dataset.json names none.'
  return undefined
}
