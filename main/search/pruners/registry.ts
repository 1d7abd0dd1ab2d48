import { completeOptions, named, type OptionSpec, type OptionValues } from '../options.ts'
import type { Pruner } from '../pruner.ts'
import { medianPruner } from './median.ts'
import { noPruner } from './none.ts'

export interface PrunerEntry {
  readonly title: string
  /** One sentence on when to use it. */
  readonly about: string
  readonly options: readonly OptionSpec[]
  /** @param options complete and checked */
  create(options: OptionValues): Pruner
}

/** Every pruner, by the name that study.json keeps. */
export const pruners: Readonly<Record<string, PrunerEntry>> = {
  none: { title: 'None', about: 'Every trial trains to the end.', options: [], create: noPruner },
  median: {
    title: 'Median',
    about: 'Stops a trial that is worse than half of the completed ones at the same epoch; gentle, for short studies.',
    options: [
      {
        kind: 'number',
        name: 'startupTrials',
        title: 'Trials before the first stop',
        about: 'This many trials complete before any is stopped.',
        default: 5,
        min: 0,
        max: 1e6,
        whole: true,
      },
      {
        kind: 'number',
        name: 'warmupEpochs',
        title: 'Epochs of grace',
        about: 'No trial is stopped up to this epoch.',
        default: 3,
        min: 0,
        max: 1e9,
        whole: true,
      },
      {
        kind: 'number',
        name: 'minTrials',
        title: 'Trials to compare with',
        about: 'This many completed trials must have reported the same epoch.',
        default: 5,
        min: 1,
        max: 1e6,
        whole: true,
      },
    ],
    create: (options) =>
      medianPruner({
        startupTrials: Number(options['startupTrials']),
        warmupEpochs: Number(options['warmupEpochs']),
        minTrials: Number(options['minTrials']),
      }),
  },
}

/** @throws SearchError 'unknown-pruner' or 'bad-option', with a sentence that says what there is */
export function createPruner(name: string, options: OptionValues = {}): Pruner {
  const entry = named(pruners, name, 'pruner', 'unknown-pruner')
  return entry.create(completeOptions(`The ${name} pruner`, entry.options, options))
}
