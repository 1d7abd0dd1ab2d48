import activation from '../../../resources/effects/activation.json' with { type: 'json' }
import batchSize from '../../../resources/effects/batch-size.json' with { type: 'json' }
import dropout from '../../../resources/effects/dropout.json' with { type: 'json' }
import epochs from '../../../resources/effects/epochs.json' with { type: 'json' }
import hiddenLayers from '../../../resources/effects/hidden-layers.json' with { type: 'json' }
import initialisation from '../../../resources/effects/initialisation.json' with { type: 'json' }
import learningRate from '../../../resources/effects/learning-rate.json' with { type: 'json' }
import optimizer from '../../../resources/effects/optimizer.json' with { type: 'json' }
import regularisation from '../../../resources/effects/regularisation.json' with { type: 'json' }
import type { EffectDefinition } from '../../study/effects/definition.ts'
import { AppError } from '../app-error.ts'
import { effectSchema } from './schema.ts'

/** The effect studies that come with the application, in the article's order. */
export const effectDefinitions: readonly EffectDefinition[] = [
  learningRate,
  batchSize,
  hiddenLayers,
  activation,
  regularisation,
  optimizer,
  dropout,
  initialisation,
  epochs,
].map((file) => effectSchema.parse(file))

/** @throws AppError effect-missing, listing what there is */
export function findEffect(id: string): EffectDefinition {
  const found = effectDefinitions.find((definition) => definition.id === id)
  if (found) return found
  const known = effectDefinitions.map((definition) => definition.id).join(', ')
  throw new AppError('effect-missing', `There is no effect study ${id}. There are: ${known}.`)
}
