import { forecast } from '../../../search/curves/forecast.ts'
import { createPruner } from '../../../search/pruners/registry.ts'
import { randomStream } from '../../../search/random/stream.ts'
import { createSampler } from '../../../search/samplers/registry.ts'
import type { OptionValues } from '../../../search/options.ts'
import type { Figure, Measurement } from '../figure.ts'
import type { StoredCurves } from './curves/file.ts'
import { readCurves } from './curves/file.ts'
import { configurations, epochs, seeds } from './curves/grid.ts'
import { playCurves } from './curves/play-curves.ts'
import type { PlayedCurves } from './curves/play-curves.ts'
import { median } from './play.ts'

const full = { full: epochs, unit: 'epochs' } as const
/** The same study, each trial trained to its end. */
const unpruned = { trials: 100, epochs: 100 * epochs }
const goalShare = 0.4
const share = (value: number): string => `${Number((100 * value).toPrecision(2))} %`
const absent: Measurement = { value: null, how: 'The learning curves are not in resources/learning-curves.' }

/** Plays so many seeds, yielding to other work between them. */
async function plays(
  count: number,
  curves: StoredCurves,
  sampler: readonly [string, OptionValues?],
  pruner: readonly [string, OptionValues?] | undefined,
  most: { readonly trials: number; readonly epochs: number },
): Promise<PlayedCurves[]> {
  const played: PlayedCurves[] = []
  for (let seed = 0; seed < count; seed++) {
    const made = pruner && createPruner(pruner[0], pruner[1], full)
    played.push(playCurves(curves, createSampler(sampler[0], sampler[1]), made, seed, most))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return played
}

const regretAt = ({ moments }: PlayedCurves, spent: number): number =>
  moments.findLast((moment) => moment.epochs <= spent)?.regret ?? 1

/** Epochs after which the median over plays is at most `regret`, to 10; infinite where it never is. */
function epochsUntil(played: readonly PlayedCurves[], regret: number, most: number): number {
  for (let spent = 10; spent <= most; spent += 10)
    if (median(played.map((play) => regretAt(play, spent))) <= regret) return spent
  return Number.POSITIVE_INFINITY
}

const lost = (played: readonly PlayedCurves[]): number =>
  played.reduce((sum, play) => sum + play.goodPruned, 0) / played.reduce((sum, play) => sum + play.good, 0)

const count = 6
const most = { trials: 100, epochs: goalShare * unpruned.epochs }

const epochsNeeded: Figure = {
  name: 'search.pruning.epochs',
  unit: 'share',
  goal: { op: '<=', value: goalShare },
  async measure() {
    const curves = readCurves()
    if (!curves) return absent
    const whole = await plays(count, curves, ['gp'], undefined, unpruned)
    const regret = median(whole.map(({ moments }) => moments.at(-1)?.regret ?? 1))
    const needed = (played: readonly PlayedCurves[], within: number): number =>
      epochsUntil(played, regret, within) / unpruned.epochs
    const asha = await plays(count, curves, ['gp'], ['asha'], most)
    const others = {
      'itself, unpruned': needed(whole, unpruned.epochs),
      'ASHA that stops for good': needed(
        await plays(count, curves, ['gp'], ['asha', { promote: false }], most),
        most.epochs,
      ),
      'BOHB with a Gaussian process': needed(
        await plays(count, curves, ['bohb', { model: 'gp' }], ['hyperband'], most),
        most.epochs,
      ),
      BOHB: needed(await plays(count, curves, ['bohb'], ['hyperband'], most), most.epochs),
    }
    const listed = Object.entries(others).map(
      ([name, value]) => `${name} ${Number.isFinite(value) ? share(value) : `more than ${share(goalShare)}`}`,
    )
    return {
      value: needed(asha, most.epochs),
      how:
        `Share of the ${unpruned.epochs} epochs of 100 unpruned trials that a Gaussian process with ASHA needs for their final median regret, ` +
        `${regret.toFixed(5)} of accuracy; stored curves of 200 networks on digits-8x8, ${count} seeds. The others: ${listed.join(', ')}.`,
    }
  },
}

/** ASHA set to lose little: half goes on, and the first comparison is after a sixth of a training. */
const gentle: OptionValues = { reduction: 2, minEpochs: Math.round(epochs / 6) }

const goodLost: Figure = {
  name: 'search.pruning.lost',
  unit: 'share',
  goal: { op: '<=', value: 0.1 },
  async measure() {
    const curves = readCurves()
    if (!curves) return absent
    const random = (pruner: readonly [string, OptionValues?]) => plays(20, curves, ['random'], pruner, unpruned)
    const careful = await random(['asha', gentle])
    const spent = median(careful.map((play) => play.spent)) / unpruned.epochs
    const others = {
      "ASHA's defaults": lost(await random(['asha'])),
      median: lost(await random(['median'])),
      'ASHA so, with a Gaussian process': lost(await plays(count, curves, ['gp'], ['asha', gentle], most)),
    }
    return {
      value: lost(careful),
      how:
        `Of 100 random trials, those of which the whole curve ends among the best 5 % of all, and that ASHA never let train to the end, 20 seeds: ` +
        `half goes on, first comparison after ${String(gentle['minEpochs'])} of ${epochs} epochs, which takes ${share(spent)} of the epochs. ` +
        `${Object.entries(others)
          .map(([name, value]) => `${name}: ${share(value)}`)
          .join(', ')} (a model suggests so many good ones that most of them must wait).`,
    }
  },
}

const forecastError: Figure = {
  name: 'search.pruning.forecast',
  unit: 'ratio',
  goal: { op: '<=', value: 1 },
  async measure() {
    const curves = readCurves()
    if (!curves) return absent
    const ratios: number[] = []
    const parts: string[] = []
    for (const metric of ['accuracy', 'loss'] as const)
      for (const seen of [8, 12, 25]) {
        const { ratio, held } = errorOfForecast(curves[metric], metric === 'loss' ? 1 : -1, seen)
        ratios.push(ratio)
        parts.push(`${metric} after ${seen}: ${ratio.toFixed(2)} (${share(held)} within nine tenths of the draws)`)
        await new Promise((resolve) => setImmediate(resolve))
      }
    return {
      value: Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio) / ratios.length, 0)),
      how: `Mean error of the extrapolated end of 200 curves of ${epochs} epochs, over that of taking the last value for it, geometric mean: ${parts.join(', ')}.`,
    }
  },
}

/** The first seed's curve of every configuration, after so many epochs. */
function errorOfForecast(
  values: Float64Array,
  sign: 1 | -1,
  seen: number,
): { readonly ratio: number; readonly held: number } {
  const draws = 40
  let [byForecast, byLast, within] = [0, 0, 0]
  for (const row of configurations.keys()) {
    const at = row * seeds * epochs
    const curve = Array.from(values.subarray(at, at + epochs), (value) => sign * value)
    const known = { epochs: Array.from({ length: seen }, (_, index) => index + 1), values: curve.slice(0, seen) }
    const ends = forecast(known, epochs, draws, randomStream(0, row, 'bench')).sort((a, b) => a - b)
    const end = curve.at(-1) as number
    byForecast += Math.abs((ends[draws / 2] as number) - end)
    byLast += Math.abs((curve[seen - 1] as number) - end)
    if ((ends[2] as number) <= end && end <= (ends[draws - 3] as number)) within++
  }
  return { ratio: byForecast / byLast, held: within / configurations.length }
}

export const pruningFigures: readonly Figure[] = [epochsNeeded, goodLost, forecastError]
