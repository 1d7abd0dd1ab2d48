import type { ReportDocument } from '../../../preload/contract/types.ts'
import { formatDuration } from '../../words/durations.ts'
import { countOf, formatCount, formatPlain } from '../../words/numbers.ts'
import { momentInWords } from './phrases.ts'

export interface Fact {
  readonly name: string
  readonly value: string
  readonly note?: string
}

/** What the study took: time, trainings, epochs, energy where the computer tells. */
export function costInWords({ study, cost }: ReportDocument): readonly Fact[] {
  const { counts } = study
  const ended = counts.complete + counts.pruned + counts.failed + counts.cancelled
  return [
    { name: 'Time running', value: formatDuration(cost.seconds), ...spanOf(cost) },
    {
      name: 'Training, all workers',
      value: formatDuration(cost.trainingSeconds),
      ...(cost.confirmationSeconds > 0
        ? { note: `${formatDuration(cost.confirmationSeconds)} of it after the search` }
        : {}),
    },
    {
      name: 'Trials',
      value: formatCount(ended),
      note: `${formatCount(counts.complete)} complete, ${formatCount(counts.pruned)} pruned, ${formatCount(counts.failed)} failed`,
    },
    { name: 'Fresh trainings', value: formatCount(cost.freshTrainings), note: 'to confirm and to compare' },
    {
      name: 'Epochs',
      value: formatCount(cost.searchEpochs + cost.freshEpochs),
      note: `${formatCount(cost.searchEpochs)} in the search`,
    },
    ...(cost.savedShare === undefined
      ? []
      : [
          {
            name: 'Saved by pruning',
            value: `${Math.round(100 * cost.savedShare)}\u00a0%`,
            note: 'of the epochs that these trials had planned',
          },
        ]),
    energyInWords(cost),
  ]
}

function spanOf({ began, ended }: ReportDocument['cost']): { note?: string } {
  if (began === undefined) return {}
  return { note: `${momentInWords(began)}${ended === undefined ? '' : ` to ${momentInWords(ended)}`}` }
}

/** The processor's own counters (Intel and AMD, RAPL) where the system lets them be read; they count whatever else ran. */
export function energyInWords({ joules }: ReportDocument['cost']): Fact {
  if (joules === undefined) return { name: 'Energy', value: 'not measured', note: 'this computer does not tell' }
  const wattHours = joules / 3_600
  const value =
    wattHours >= 100
      ? `${formatPlain(Number((wattHours / 1_000).toPrecision(2)))} kWh`
      : `${formatPlain(Number(wattHours.toPrecision(2)))} Wh`
  return { name: 'Energy, estimated', value, note: "the processor's counters, all programs included; no graphics card" }
}

/** One sentence of the cost, for the methods paragraph. */
export function costSentence({ study, cost }: ReportDocument): string {
  const energy =
    cost.joules === undefined ? 'energy was not measured' : `the processor took ${energyInWords(cost).value}`
  return `The study ran for ${formatDuration(cost.seconds)} with ${countOf(study.definition.workers, 'worker')} (${countOf(cost.searchEpochs + cost.freshEpochs, 'epoch')} of training); ${energy}.`
}
