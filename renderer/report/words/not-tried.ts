import type { ParameterValue, ReportDocument } from '../../../preload/contract/types.ts'
import { formatValue, parameterTitle } from '../../words/parameters.ts'
import { listInWords } from './phrases.ts'

export interface NotTried {
  /** Best values at an end of their range, each with a wider range. */
  readonly edges: readonly string[]
  /** Choices and stretches that hardly any trial went to. */
  readonly gaps: readonly string[]
  /** What no trial varied. */
  readonly untouched: readonly string[]
  readonly summary: string
}

/** What the search left open, in sentences. */
export function notTriedInWords(document: ReportDocument): NotTried {
  const { study, insights, unexplored, untouched } = document
  const parameterOf = (name: string) => study.definition.space.parameters.find((parameter) => parameter.name === name)
  const shown = (name: string, value: ParameterValue): string => formatValue(parameterOf(name), value)
  const edges = (insights?.boundaries ?? []).map(
    ({ parameter, side, best, near, of, proposed }) =>
      `${parameterTitle(parameter)}: the best value, ${shown(parameter, best)}, lies at the ${side} end of its range, with ${near} of the ${of} best trials near it. Better ones may lie beyond: try ${shown(parameter, proposed.low)} to ${shown(parameter, proposed.high)}.`,
  )
  const choices = new Map<string, string[]>()
  for (const gap of unexplored)
    if (gap.kind === 'choice')
      choices.set(gap.parameter, [
        ...(choices.get(gap.parameter) ?? []),
        `${shown(gap.parameter, gap.value)} (${gap.trials})`,
      ])
  const gaps = [
    ...[...choices].map(
      ([parameter, values]) =>
        `${parameterTitle(parameter)}: too few trials with a score to rank ${listInWords(values)}.`,
    ),
    ...unexplored.flatMap((gap) =>
      gap.kind === 'range'
        ? [
            `${parameterTitle(gap.parameter)}: no trial with a score between ${shown(gap.parameter, gap.low)} and ${shown(gap.parameter, gap.high)}.`,
          ]
        : [],
    ),
  ]
  const fixed = study.definition.space.parameters.flatMap((parameter) =>
    parameter.kind === 'fixed' ? [{ name: parameter.name, value: parameter.value }] : [],
  )
  const names = [...fixed, ...untouched.filter(({ name }) => !fixed.some((each) => each.name === name))]
  return {
    edges,
    gaps,
    untouched: names.map(({ name, value }) => `${parameterTitle(name)} ${formatValue(undefined, value)}`),
    summary: summaryOf(document, edges.length, gaps.length),
  }
}

function summaryOf({ insights }: ReportDocument, edges: number, gaps: number): string {
  const parts = [
    ...(insights?.importance === undefined
      ? ['Too few trials completed to say whether a best value lies at an end of its range.']
      : []),
    ...(insights?.importance && edges === 0 ? ['Best values lie inside every range.'] : []),
    ...(edges > 0
      ? [`${edges === 1 ? 'One best value lies' : `${edges} best values lie`} at an end of the range.`]
      : []),
    ...(gaps === 0 ? ['Every choice and every quarter of a range was tried.'] : []),
  ]
  return parts.join(' ')
}

/** "learning rate and dropout" of what mattered most, or why nothing can be said. */
export function mostImportant({ insights }: ReportDocument): string {
  const mains = insights?.importance?.mains ?? []
  const named = mains.filter(({ share }) => share >= 0.1).slice(0, 3)
  return listInWords(named.map(({ parameters }) => parameters.map(parameterTitle).join(' with ')))
}
