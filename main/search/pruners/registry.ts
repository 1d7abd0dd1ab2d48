import { completeOptions, named, type OptionSpec, type OptionValues } from '../options.ts'
import type { Pruner, Resource } from '../pruner.ts'
import { ashaPruner } from './asha.ts'
import { extrapolationPruner } from './extrapolation.ts'
import { hyperbandPruner } from './hyperband.ts'
import { medianPruner } from './median.ts'
import { noPruner } from './none.ts'
import { patiencePruner } from './patience.ts'
import { percentilePruner } from './percentile.ts'
import { successiveHalvingPruner } from './successive-halving.ts'
import { thresholdPruner } from './threshold.ts'
import { wilcoxonPruner } from './wilcoxon.ts'

export interface PrunerEntry {
  readonly title: string
  /** One sentence on when to use it. */
  readonly about: string
  readonly options: readonly OptionSpec[]
  /**
   * @param options complete and checked
   * @param full what a whole evaluation takes, where known
   */
  create(options: OptionValues, full?: Resource): Pruner
}

const whole = (name: string, title: string, about: string, value: number, min: number, max = 1e9): OptionSpec => ({
  kind: 'number',
  name,
  title,
  about,
  default: value,
  min,
  max,
  whole: true,
})
const real = (name: string, title: string, about: string, value: number, min: number, max: number): OptionSpec => ({
  kind: 'number',
  name,
  title,
  about,
  default: value,
  min,
  max,
  whole: false,
})

const comparison: readonly OptionSpec[] = [
  whole('startupTrials', 'Trials before the first stop', 'This many trials complete before any is stopped.', 5, 0),
  whole('warmupEpochs', 'Epochs of grace', 'No trial is stopped up to this epoch.', 3, 0),
  whole('minTrials', 'Trials to compare with', 'This many completed trials must have reported the same epoch.', 5, 1),
]
const reduction = (value: number): OptionSpec =>
  whole('reduction', 'Reduction', 'At each comparison one trial in this many goes on.', value, 2, 100)

const promotion: OptionSpec = {
  kind: 'switch',
  name: 'promote',
  title: 'Promote later',
  about: 'A stopped trial waits with its checkpoint, and goes on once it has come to be among the best.',
  default: true,
}
const promoted = (options: OptionValues, full?: Resource) => (options['promote'] === true ? full : undefined)

const number = (options: OptionValues, name: string): number => Number(options[name])
const compared = (options: OptionValues) => ({
  startupTrials: number(options, 'startupTrials'),
  warmupEpochs: number(options, 'warmupEpochs'),
  minTrials: number(options, 'minTrials'),
})

/** Every pruner, by the name that study.json keeps. */
export const pruners: Readonly<Record<string, PrunerEntry>> = {
  none: { title: 'None', about: 'Every trial trains to the end.', options: [], create: noPruner },
  median: {
    title: 'Median',
    about: 'Stops a trial that is worse than half of the completed ones at the same epoch; gentle, for short studies.',
    options: comparison,
    create: (options) => medianPruner(compared(options)),
  },
  percentile: {
    title: 'Percentile',
    about: 'Like the median rule, as strict as you like.',
    options: [
      real('percentile', 'Percentile', 'A trial must be among this share of the best, in percent.', 25, 1, 99),
      ...comparison,
    ],
    create: (options) => percentilePruner({ ...compared(options), percentile: number(options, 'percentile') }),
  },
  asha: {
    title: 'ASHA',
    about:
      'At growing intervals only the best third goes on, others wait until they count among the best; suits many workers.',
    options: [
      whole('minEpochs', 'Epochs before the first comparison', '0: a 27th of a full training.', 0, 0),
      reduction(3),
      promotion,
    ],
    create: (options, full) =>
      ashaPruner({
        minEpochs: number(options, 'minEpochs'),
        reduction: number(options, 'reduction'),
        promote: promoted(options, full),
      }),
  },
  successiveHalving: {
    title: 'Successive halving',
    about: 'Like ASHA, but strict from the first trial on.',
    options: [
      whole('minEpochs', 'Epochs before the first comparison', '0: a hundredth of a full training.', 0, 0),
      reduction(4),
      whole(
        'earlyStoppingRate',
        'Comparisons left out',
        'Higher is gentler: the first comparisons are skipped.',
        0,
        0,
        20,
      ),
      promotion,
    ],
    create: (options, full) =>
      successiveHalvingPruner({
        minEpochs: number(options, 'minEpochs'),
        reduction: number(options, 'reduction'),
        earlyStoppingRate: number(options, 'earlyStoppingRate'),
        promote: promoted(options, full),
      }),
  },
  hyperband: {
    title: 'Hyperband',
    about: 'Successive halvings of different strictness side by side, for curves that may start slowly.',
    options: [
      whole(
        'minEpochs',
        'Least epochs to compare after',
        'Of the strictest bracket; 0: a 27th of a full training, or 1.',
        0,
        0,
      ),
      whole('maxEpochs', 'Epochs of a full training', '0: as many as the longest completed trial.', 0, 0),
      reduction(3),
      promotion,
    ],
    create: (options, full) =>
      hyperbandPruner({
        minEpochs: number(options, 'minEpochs'),
        maxEpochs: number(options, 'maxEpochs'),
        reduction: number(options, 'reduction'),
        promote: promoted(options, full),
      }),
  },
  extrapolation: {
    title: 'Learning curves',
    about: 'Stops a trial whose curve, carried on to the end, will hardly beat the best; suits smooth curves.',
    options: [
      whole('maxEpochs', 'Epochs of a full training', '0: as many as the longest completed trial.', 0, 0),
      real('earliest', 'Earliest stop', 'Share of a full training before which no trial is stopped.', 0.25, 0, 1),
      real('chance', 'Chance', 'A trial is stopped when its chance to beat the best is below this.', 0.05, 0, 0.5),
    ],
    create: (options) =>
      extrapolationPruner({
        maxEpochs: number(options, 'maxEpochs'),
        earliest: number(options, 'earliest'),
        chance: number(options, 'chance'),
      }),
  },
  wilcoxon: {
    title: 'Wilcoxon',
    about: 'Stops a trial after some folds or repeats, once those are worse than the best trial’s beyond doubt.',
    options: [
      real(
        'level',
        'Level',
        'Chance of stopping a trial that is as good as the best, over all looks.',
        0.1,
        0.0001,
        0.5,
      ),
      whole('minFolds', 'Folds before the first test', 'At least.', 3, 1, 1000),
    ],
    create: (options) => wilcoxonPruner({ level: number(options, 'level'), minFolds: number(options, 'minFolds') }),
  },
  patience: {
    title: 'Patience',
    about: 'Stops a trial that no longer improves on itself.',
    options: [
      whole('patience', 'Patience', 'Epochs without improvement after which a trial is stopped.', 10, 1),
      real('minDelta', 'Smallest improvement', 'Only a larger gain counts.', 0, 0, 1e12),
    ],
    create: (options) =>
      patiencePruner({ patience: number(options, 'patience'), minDelta: number(options, 'minDelta') }),
  },
  threshold: {
    title: 'Limits',
    about: 'Stops a trial whose value leaves the limits: for runs that diverge.',
    options: [
      real('lower', 'Lower limit', 'A value below it stops the trial.', -1e300, -1e300, 1e300),
      real('upper', 'Upper limit', 'A value above it stops the trial.', 1e300, -1e300, 1e300),
      whole('warmupEpochs', 'Epochs of grace', 'No trial is stopped up to this epoch.', 0, 0),
    ],
    create: (options) =>
      thresholdPruner({
        lower: number(options, 'lower'),
        upper: number(options, 'upper'),
        warmupEpochs: number(options, 'warmupEpochs'),
      }),
  },
}

/**
 * @param full what a whole evaluation takes, where known: pruners that promote need it
 * @throws SearchError 'unknown-pruner' or 'bad-option', with a sentence that says what there is
 */
export function createPruner(name: string, options: OptionValues = {}, full?: Resource): Pruner {
  const entry = named(pruners, name, 'pruner', 'unknown-pruner')
  return entry.create(completeOptions(`The ${name} pruner`, entry.options, options), full)
}
