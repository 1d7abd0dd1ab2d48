import type { Description } from './description.ts'

/** Why a dataset cannot be trained on yet, as a sentence that names the template that will; undefined if it can. */
export function whyNotTrainable(description: Pick<Description, 'task'>): string | undefined {
  const { task } = description
  if (task === 'time series') return 'not yet trainable here: needs a series template (forecasting from past values).'
  return undefined
}
