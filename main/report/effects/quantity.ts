import type { Direction } from '../../search/trial.ts'
import type { Quantity } from '../../study/effects/definition.ts'
import type { Training } from './trainings.ts'

/** What a column shows of a training; undefined where it did not end, or has no such value. */
export function quantityOf(quantity: Quantity, training: Training): number | undefined {
  const { result, epochs } = training
  if (result === undefined) return undefined
  switch (quantity.kind) {
    case 'final':
      return result[quantity.part][quantity.metric]
    case 'atEpoch':
      return epochs.find(({ epoch }) => epoch === quantity.epoch)?.[quantity.part][quantity.metric]
    case 'seconds':
      return epochs.reduce((sum, { seconds }) => sum + seconds, 0)
    case 'secondsTo':
      return secondsTo(training, quantity)
    case 'epochsToConverge':
      return epochsToConverge(training, quantity)
    case 'bestEpoch':
      return best(training, quantity)?.epoch
    case 'bestOverEpochs':
      return best(training, quantity)?.value
    case 'parameters':
      return result.parameters
  }
}

const signOf = ({ better }: { readonly better: Direction }): number => (better === 'maximise' ? 1 : -1)

function secondsTo({ epochs }: Training, quantity: Extract<Quantity, { kind: 'secondsTo' }>): number | undefined {
  const { metric, level } = quantity
  const sign = signOf(quantity)
  let seconds = 0
  for (const epoch of epochs) {
    seconds += epoch.seconds
    const value = epoch.validation[metric]
    if (value !== undefined && sign * (value - level) >= 0) return seconds
  }
  return undefined
}

function best(
  { epochs }: Training,
  quantity: { readonly metric: string; readonly better: Direction },
): { epoch: number; value: number } | undefined {
  const { metric } = quantity
  const sign = signOf(quantity)
  let found: { epoch: number; value: number } | undefined
  for (const { epoch, validation } of epochs) {
    const value = validation[metric]
    if (value !== undefined && (found === undefined || sign * (value - found.value) > 0)) found = { epoch, value }
  }
  return found
}

function epochsToConverge(
  training: Training,
  quantity: Extract<Quantity, { kind: 'epochsToConverge' }>,
): number | undefined {
  const { metric, tolerance } = quantity
  const sign = signOf(quantity)
  const top = best(training, quantity)
  if (top === undefined) return undefined
  return training.epochs.find(({ validation }) => {
    const value = validation[metric]
    return value !== undefined && sign * (top.value - value) <= tolerance
  })?.epoch
}
