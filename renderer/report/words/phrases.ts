import type { ReportDocument } from '../../../preload/contract/types.ts'

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const

/** 3 -> "three"; figures above ten. */
export const numberInWords = (value: number): string => small[value] ?? String(value)

/** ["a", "b", "c"] -> "a, b and c" */
export function listInWords(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** The simple predictors that a network is to beat. */
export function baselineInWords(
  name: 'constant' | 'linear',
  task: ReportDocument['study']['definition']['task'],
): string {
  if (name === 'linear') return 'a linear model'
  return task === 'classification' ? 'the commonest class' : 'the mean'
}

/** "23 Nov 2026, 14:02" */
export function momentInWords(time: number): string {
  const moment = new Date(time)
  const clock = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${moment.getDate()} ${moment.toLocaleString('en-GB', { month: 'short' })} ${moment.getFullYear()}, ${clock}`
}

/** "Multilayer perceptron" -> "multilayer perceptron"; "CNN" stays. */
export const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** "sentence" -> "Sentence" */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
