import type { StudyReport } from '../../app/app.ts'

const baselineWords = {
  defaults: "the template's defaults",
  constant: { classification: 'the commonest class', regression: 'the mean' },
  linear: 'a linear model',
} as const

/** What is to be beaten. */
export function baselineInWords(name: keyof typeof baselineWords, { definition }: StudyReport): string {
  const words = baselineWords[name]
  return typeof words === 'string' ? words : words[definition.task]
}
