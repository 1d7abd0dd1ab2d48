import { meanOf, type Metric, type Predictions } from './metric.ts'

/** Sorting more probabilities than that would take longer than the training of a small network. */
const mostProbabilities = 5_000_000

/** How one class is told from all others: the rows by falling probability, in groups of equal probability. */
interface Ranked {
  readonly positives: number
  readonly negatives: number
  /** Of each group: rows of the class, and others. */
  readonly groups: readonly { readonly hits: number; readonly misses: number }[]
}

/** undefined if the rows do not hold both the class and others. */
function rank({ count, outputs, predicted, actual }: Predictions, positive: number): Ranked | undefined {
  const probability = (row: number) => predicted[row * outputs + positive]!
  const order = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => probability(b) - probability(a))
  const groups: { hits: number; misses: number }[] = []
  let positives = 0
  order.forEach((row, place) => {
    const before = order[place - 1]
    if (before === undefined || probability(before) !== probability(row)) groups.push({ hits: 0, misses: 0 })
    const group = groups[groups.length - 1]!
    if (actual[row] === positive) {
      group.hits++
      positives++
    } else group.misses++
  })
  return positives === 0 || positives === count ? undefined : { positives, negatives: count - positives, groups }
}

/** How one class is told from all others at every threshold. */
export interface RankingCurves {
  /** [share of the others taken for the class, share of the class found], from [0, 0] to [1, 1]. */
  readonly roc: readonly (readonly [falsePositives: number, truePositives: number])[]
  /** [share of the class found, share of those taken for it that are], by falling threshold. */
  readonly precisionRecall: readonly (readonly [recall: number, precision: number])[]
  readonly rocArea: number
  readonly averagePrecision: number
}

/**
 * @param positive number of the class
 * @param most points of each curve; of longer ones evenly many are left, ends included
 * @returns undefined if the rows do not hold both the class and others
 * @see Fawcett: An introduction to ROC analysis, 2006, algorithm 2
 */
export function rankingCurves(predictions: Predictions, positive: number, most = 200): RankingCurves | undefined {
  const ranked = rank(predictions, positive)
  if (!ranked) return undefined
  const { positives, negatives, groups } = ranked
  const roc: [number, number][] = [[0, 0]]
  const precisionRecall: [number, number][] = []
  let [hits, misses] = [0, 0]
  for (const group of groups) {
    hits += group.hits
    misses += group.misses
    roc.push([misses / negatives, hits / positives])
    precisionRecall.push([hits / positives, hits / (hits + misses)])
  }
  return {
    roc: thinned(roc, most),
    precisionRecall: thinned(precisionRecall, most),
    rocArea: rocArea(ranked),
    averagePrecision: averagePrecision(ranked),
  }
}

function thinned<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points]
  return Array.from({ length: most }, (_, at) => points[Math.round((at * (points.length - 1)) / (most - 1))]!)
}

/** Area under the receiver operating characteristic, by trapezoids: the share of pairs in the right order, ties counting half. */
function rocArea({ positives, negatives, groups }: Ranked): number {
  let [above, area] = [0, 0]
  for (const { hits, misses } of groups) {
    area += misses * (above + hits / 2)
    above += hits
  }
  return area / (positives * negatives)
}

/** Average precision: precision at each threshold, weighted by the recall that it adds; no interpolation. */
function averagePrecision({ positives, groups }: Ranked): number {
  let [hits, rows, sum] = [0, 0, 0]
  for (const group of groups) {
    hits += group.hits
    rows += group.hits + group.misses
    sum += (group.hits / positives) * (hits / rows)
  }
  return sum
}

/** Of two classes: how the second is told from the first. Of more: the mean over classes that the rows hold. */
function overClasses(predictions: Predictions, measure: (ranked: Ranked) => number): number | undefined {
  const { count, outputs, predicted } = predictions
  if (count * outputs > mostProbabilities || predicted.some((value) => Number.isNaN(value))) return undefined
  const classes = outputs === 2 ? [1] : Array.from({ length: outputs }, (_, k) => k)
  const ranked = classes.map((k) => rank(predictions, k)).filter((one) => one !== undefined)
  return meanOf(ranked.map(measure))
}

export const rocAuc: Metric = {
  name: 'rocAuc',
  title: 'ROC AUC',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  atEnd: true,
  doc: 'How often a row of a class is given a higher probability of it than a row of another; the mean over classes, one against the rest. 0.5 is chance.',
  compute: (predictions) => overClasses(predictions, rocArea),
}

export const prAuc: Metric = {
  name: 'prAuc',
  title: 'PR AUC',
  task: 'classification',
  direction: 'maximise',
  unit: 'fraction',
  atEnd: true,
  doc: 'Average precision: the area under precision over recall; the mean over classes, one against the rest. Chance is the share of the class.',
  compute: (predictions) => overClasses(predictions, averagePrecision),
}

function topK(k: number): Metric {
  return {
    name: `top${k}`,
    title: `Top-${k} accuracy`,
    task: 'classification',
    direction: 'maximise',
    unit: 'fraction',
    atEnd: true,
    doc: `The share of rows whose right class is among the ${k} most probable; where there are more than ${k} classes.`,
    compute({ count, outputs, predicted, actual }) {
      if (count === 0 || outputs <= k) return undefined
      let found = 0
      for (let row = 0; row < count; row++) {
        const truth = actual[row]!
        const value = predicted[row * outputs + truth]!
        let better = 0
        for (let other = 0; other < outputs; other++) {
          const theirs = predicted[row * outputs + other]!
          // Of equals the first class is taken, as for accuracy.
          if (theirs > value || (theirs === value && other < truth)) better++
        }
        if (better < k) found++
      }
      return found / count
    },
  }
}

export const top3 = topK(3)
export const top5 = topK(5)
