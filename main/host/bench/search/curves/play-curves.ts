import type { Pruner } from '../../../../search/pruner.ts'
import type { Sampler } from '../../../../search/sampler.ts'
import type { SearchTrial } from '../../../../search/trial.ts'
import { deriveSeed } from '../../../../study/protocol.ts'
import type { StoredCurves } from './file.ts'
import { curveAt } from './file.ts'
import { configurationOf, configurations, epochs, rowOf, seeds, space } from './grid.ts'

/** Where a search stood when a trial had completed. */
export interface Moment {
  /** Trained by then, in all trials. */
  readonly epochs: number
  /** Of the configuration that then had the best score: mean final accuracy that it misses of the best one's. */
  readonly regret: number
}

export interface PlayedCurves {
  readonly moments: readonly Moment[]
  /** Trials whose own curve, trained to its end, is among the best 5 % of all; and those of them that never got there. */
  readonly good: number
  readonly goodPruned: number
  readonly trials: number
  /** Epochs trained in all. */
  readonly spent: number
}

type Mutable = { -readonly [Field in keyof SearchTrial]: SearchTrial[Field] }

/**
 * Plays a study on the stored curves, one training at a time, accuracy by epoch: each trial has the curve of one of its
 * configuration's seeds. Ends when `most.trials` have been started and none is under way or may be promoted, or when
 * `most.epochs` are spent.
 */
export function playCurves(
  { accuracy }: StoredCurves,
  sampler: Sampler,
  pruner: Pruner | undefined,
  seed: number,
  most: { readonly trials: number; readonly epochs: number },
): PlayedCurves {
  const finals = finalAccuracies(accuracy)
  const best = Math.max(...finals.means)
  const trials: Mutable[] = []
  const moments: Moment[] = []
  let spent = 0
  let exhausted = false
  const curveOf = (trial: SearchTrial): number =>
    curveAt(rowOf(trial.configuration), deriveSeed(seed, trial.number, 0) % seeds)

  const suggest = (): Mutable | undefined => {
    const number = trials.length
    const suggestion = sampler.suggest({ space, directions: ['maximise'] }, [...trials], { seed, number })
    if (suggestion.kind === 'exhausted') return undefined
    const { configuration } = number === 0 ? { configuration: configurationOf(middle) } : suggestion
    const trial: Mutable = { number, configuration, state: 'running', intermediate: [] }
    trials.push(trial)
    return trial
  }

  const train = (trial: Mutable): void => {
    const from = curveOf(trial)
    trial.state = 'running'
    delete trial.rung
    for (let epoch = trial.intermediate.length + 1; epoch <= epochs && spent < most.epochs; epoch++) {
      spent++
      trial.intermediate = [...trial.intermediate, [epoch, accuracy[from + epoch - 1] as number]]
      if (epoch === epochs || !pruner) continue
      const decision = pruner.decide(
        trial,
        trials.filter((other) => other !== trial),
        'maximise',
      )
      if (!decision.stop) continue
      trial.state = 'pruned'
      trial.values = [accuracy[from + epoch - 1] as number]
      if (decision.rung !== undefined) trial.rung = decision.rung
      return
    }
    if (trial.intermediate.length < epochs) return
    trial.state = 'complete'
    trial.values = [accuracy[from + epochs - 1] as number]
    const leader = trials
      .filter(({ state }) => state === 'complete')
      .reduce((a, b) => ((b.values?.[0] as number) > (a.values?.[0] as number) ? b : a))
    moments.push({ epochs: spent, regret: best - (finals.means[rowOf(leader.configuration)] as number) })
  }

  while (spent < most.epochs) {
    const last = exhausted || trials.length >= most.trials
    const promoted = pruner?.promote?.(trials, ['maximise'], last)
    const next = promoted ? trials[promoted.trial] : last ? undefined : suggest()
    if (!next && last) break
    if (next) train(next)
    else exhausted = true
  }
  const good = trials.filter((trial) => (accuracy[curveOf(trial) + epochs - 1] as number) >= finals.topTwentieth)
  return {
    moments,
    trials: trials.length,
    spent,
    good: good.length,
    goodPruned: good.filter(({ state }) => state === 'pruned').length,
  }
}

/** The configuration that a study begins with. */
const middle = configurations.length >> 1

/** Mean final accuracy of each configuration, and the final accuracy that one training in twenty reaches. */
function finalAccuracies(accuracy: Float64Array): { readonly means: readonly number[]; readonly topTwentieth: number } {
  const final = (row: number, seed: number): number => accuracy[curveAt(row, seed) + epochs - 1] as number
  const each = configurations.map((_, row) => Array.from({ length: seeds }, (_, seed) => final(row, seed)))
  const sorted = each.flat().sort((a, b) => b - a)
  return {
    means: each.map((some) => some.reduce((sum, value) => sum + value / seeds, 0)),
    topTwentieth: sorted[Math.ceil(sorted.length / 20) - 1] as number,
  }
}
