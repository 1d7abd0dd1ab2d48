import { dominates } from '../search/pareto/dominance.ts'
import { isFinalMeasure } from '../training/metrics/table.ts'
import { confirmationOfEach, valuesOfEach } from './confirmation.ts'
import { lossesOf } from './front.ts'
import { directionsOf, objectivesOf } from './objectives.ts'
import { splitOverlap } from './protocol.ts'
import type { BaselineName } from './protocol.ts'
import type { StudyState } from './state.ts'
import { compareRuns } from './statistics/comparison.ts'
import type { Comparison } from './statistics/comparison.ts'
import { meanInterval } from './statistics/interval.ts'
import type { Interval } from './statistics/interval.ts'
import type { Trial } from './trial.ts'

/** What fresh seeds say of one objective of a trial. */
export interface ConfirmedValue extends Partial<Interval> {
  readonly mean: number
  readonly seeds: number
  /** Better than the defaults, positive, or worse: with its 95 % interval and p; absent of the defaults, and untested. */
  readonly gain?: Pick<Comparison, 'difference' | 'low' | 'high' | 'p'>
}

/** A finalist with fresh seeds. */
export interface FrontMember {
  readonly trial: number
  /** One for each objective; null where fresh seeds have none. */
  readonly values: readonly (ConfirmedValue | null)[]
  /** A finalist whose means are nowhere worse and somewhere better: it left the front. */
  readonly dominatedBy?: number
  /**
   * better: than the defaults beyond noise in an objective, and within their own 95 % interval or above in all others.
   * trade-off: better beyond noise in one, worse than that in another.
   * not-better: in none better. untested: it is the defaults, or there was nothing to test.
   */
  readonly againstDefault: 'better' | 'trade-off' | 'not-better' | 'untested'
}

/** Something simple beside the front, compared in the first objective. */
export interface FrontBaseline {
  readonly name: BaselineName
  /** One for each objective; null where it has none. */
  readonly values: readonly (ConfirmedValue | null)[]
  readonly beaten: boolean
}

/** What fresh seeds say of a finished study with several objectives. */
export interface FrontVerdict {
  /** In the order of the finalists, the defaults among them. */
  readonly members: readonly FrontMember[]
  readonly baselines: readonly FrontBaseline[]
  /** What nothing on the front beats beyond noise. */
  readonly unbeaten: readonly ('defaults' | BaselineName)[]
}

/** Two-sided chance of calling any member other than the defaults where it is not, over all members and objectives. */
const falseDifference = 0.05

/**
 * Undefined until the study is done, and where nothing was confirmed. No member is chosen by fresh seeds, so that each
 * interval is that of its own trial; all differences from the defaults are told together (Bonferroni), of fresh splits paired.
 */
export function frontVerdictOf(state: StudyState): FrontVerdict | undefined {
  if (state.stage !== 'done') return undefined
  const finalists = state.finalists.map((number) => state.trials[number]!)
  const confirmed = finalists.filter((trial) => confirmationOfEach(state, trial).length > 0)
  if (confirmed.length === 0) return undefined
  const directions = directionsOf(state.definition)
  const losses = confirmed.map((trial) =>
    lossesOf(
      directions,
      confirmationOfEach(state, trial).map(({ mean }) => mean),
    ).map((loss) => (Number.isNaN(loss) ? Infinity : loss)),
  )
  const standard = confirmed.find(({ number }) => number === 0)
  const others = confirmed.length - (standard ? 1 : 0)
  const members = confirmed.map((trial, index): FrontMember => {
    const values = valuesBeside(state, trial, standard)
    const dominating = losses.findIndex((other) => dominates(other, losses[index]!))
    return {
      trial: trial.number,
      values,
      ...(dominating === -1 ? {} : { dominatedBy: confirmed[dominating]!.number }),
      againstDefault: standing(
        values,
        standard && valuesBeside(state, standard, undefined),
        others * directions.length,
      ),
    }
  })
  const baselines = (state.definition.protocol.confirm.baselines ?? []).flatMap((name) =>
    baselineBeside(state, confirmed, name),
  )
  // Where the defaults alone are on the front, too.
  const noneBetter =
    standard !== undefined &&
    members.every(({ trial, againstDefault }) => trial === standard.number || againstDefault === 'not-better')
  return {
    members,
    baselines,
    unbeaten: [
      ...(noneBetter ? (['defaults'] as const) : []),
      ...baselines.filter(({ beaten }) => !beaten).map(({ name }) => name),
    ],
  }
}

function valuesBeside(state: StudyState, trial: Trial, standard: Trial | undefined): (ConfirmedValue | null)[] {
  const overlap = splitOverlap(state.definition.protocol)
  const own = valuesOfEach(state, trial, 'confirmation')
  const beside = standard && standard !== trial ? valuesOfEach(state, standard, 'confirmation') : []
  return confirmationOfEach(state, trial).map(({ values, mean }, k) => {
    if (values.length === 0) return null
    const interval = meanInterval(values, 0.95, exact(state, k) ? 0 : overlap)
    const other = beside[k]
    const compared =
      other && compareRuns(signed(state, k, own[k]!), signed(state, k, other), { overlap, sameSplits: true })
    return {
      mean,
      seeds: values.length,
      ...(interval ? { low: interval.low, high: interval.high } : {}),
      ...(compared ? { gain: gainOf(compared) } : {}),
    }
  })
}

/** Rows that splits share make no measure of the network or its time alike. */
const exact = ({ definition }: StudyState, k: number): boolean => isFinalMeasure(objectivesOf(definition)[k]!.metric)

const signed = ({ definition }: StudyState, k: number, values: readonly (number | undefined)[]) =>
  values.map((value) => (value === undefined ? value : directionsOf(definition)[k] === 'maximise' ? value : -value))

const gainOf = ({ difference, low, high, p }: Comparison) => ({ difference, low, high, p })

/** Not to be told from the defaults is not enough to be no worse: a trial that varies wildly is told from nothing. */
function standing(
  values: readonly (ConfirmedValue | null)[],
  defaults: readonly (ConfirmedValue | null)[] | undefined,
  tests: number,
): FrontMember['againstDefault'] {
  const gains = values.flatMap((value) => value?.gain ?? [])
  if (gains.length < values.length) return 'untested'
  const sure = gains.filter(({ p }) => p < falseDifference / tests)
  if (!sure.some(({ difference }) => difference > 0)) return 'not-better'
  const worse = gains.some(({ difference }, k) => {
    const { low = 0, high = 0 } = defaults?.[k] ?? {}
    return difference < -(high - low) / 2
  })
  return worse ? 'trade-off' : 'better'
}

/** Beaten where a member is better in the first objective beyond noise, told for all members together. */
function baselineBeside(state: StudyState, members: readonly Trial[], name: BaselineName): FrontBaseline[] {
  const own = valuesOfEach(state, state.trials[0]!, name)
  if (own.length === 0) return []
  const overlap = splitOverlap(state.definition.protocol)
  const beaten = members.some((trial) => {
    const [first] = valuesOfEach(state, trial, 'confirmation')
    const compared = compareRuns(signed(state, 0, first!), signed(state, 0, own[0]!), {
      overlap,
      sameSplits: !state.definition.protocol.confirm.winner,
    })
    return compared !== undefined && compared.difference > 0 && compared.p < falseDifference / members.length
  })
  const values = confirmationOfEach(state, state.trials[0]!, name).map(({ values: some, mean }) =>
    some.length === 0 ? null : { mean, seeds: some.length },
  )
  return [{ name, values, beaten }]
}
