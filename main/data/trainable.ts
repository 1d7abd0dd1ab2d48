import type { Description } from './description.ts'

/** Why a dataset cannot be trained on yet, as a sentence that names the template that will; undefined if it can. */
export function whyNotTrainable(description: Pick<Description, 'kind' | 'task'>): string | undefined {
  const { kind, task } = description
  if (kind === 'characters') return 'not yet trainable here: needs a text template that predicts the next character.'
  if (task === 'time series') return 'not yet trainable here: needs a series template (forecasting from past values).'
  return undefined
}
