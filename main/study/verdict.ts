import type { Choice, Standing } from './choice.ts'
import { standingsOf } from './choice.ts'
import { choiceOf, confirmation, valuesByIndex } from './confirmation.ts'
import type { Confirmation } from './confirmation.ts'
import { splitOverlap } from './protocol.ts'
import type { BaselineName } from './protocol.ts'
import type { StudyState } from './state.ts'
import { compareRuns } from './statistics/comparison.ts'
import type { Comparison } from './statistics/comparison.ts'
import { meanInterval } from './statistics/interval.ts'
import type { Interval } from './statistics/interval.ts'
import type { Trial } from './trial.ts'

/** A simple predictor beside the chosen configuration. */
export interface BaselineVerdict extends Confirmation {
  readonly name: BaselineName
  /** Chosen minus baseline, positive where the chosen one is better; absent with too few values to test. */
  readonly gain?: Pick<Comparison, 'difference' | 'low' | 'high' | 'p'>
  /** Whether the chosen one is better beyond noise: the 95 % interval of the gain lies above 0. */
  readonly beaten: boolean
}

/** What fresh seeds say of a finished study. */
export interface Verdict extends Pick<Choice, 'chosen' | 'leader' | 'againstDefault'> {
  /** 95 %, of what is reported of the chosen one; absent for fewer than two fresh seeds. */
  readonly interval?: Interval
  /** How much better the search saw the chosen one than fresh seeds do; positive: it was optimistic. */
  readonly optimism: number
  /** The finalists, best mean first. */
  readonly standings: readonly Standing[]
  readonly baselines: readonly BaselineVerdict[]
}

const known = new WeakMap<StudyState, { readonly revision: string; readonly verdict: Verdict }>()

/** Undefined until the study is done, and where nothing was confirmed. Computed once for the same results. */
export function verdictOf(state: StudyState): Verdict | undefined {
  if (state.stage !== 'done' || state.chosen === undefined) return undefined
  const trial = state.trials[state.chosen]
  if (!trial || !confirmation(trial)) return undefined
  const revision = [state.chosen, ...state.finalists, 0].map((number) => state.trials[number]!.revision).join(' ')
  const cached = known.get(state)
  if (cached?.revision === revision) return cached.verdict
  const choice = choiceOf(state)
  if (!choice) return undefined
  const verdict = judge(state, trial, choice)
  known.set(state, { revision, verdict })
  return verdict
}

function judge(state: StudyState, trial: Trial, choice: Choice): Verdict {
  const { objective, protocol } = state.definition
  const reported = confirmation(trial)!
  const interval = meanInterval(reported.values, 0.95, splitOverlap(protocol))
  const sign = objective.direction === 'maximise' ? 1 : -1
  return {
    chosen: trial.number,
    leader: choice.leader,
    againstDefault: choice.againstDefault,
    ...(interval ? { interval } : {}),
    optimism: sign * (trial.values![0]! - reported.mean),
    standings: standingsOf(choice),
    baselines: (protocol.confirm.baselines ?? []).flatMap((name) => againstBaseline(state, trial, name, sign)),
  }
}

/** Paired where both trained on the same fresh splits, else as two independent sets. */
function againstBaseline(state: StudyState, trial: Trial, name: BaselineName, sign: number): BaselineVerdict[] {
  const own = valuesByIndex(state.trials[0]!, name)
  const values = own.filter((value) => value !== undefined)
  if (values.length === 0) return []
  const { protocol } = state.definition
  const overlap = splitOverlap(protocol)
  const verified = valuesByIndex(trial, 'verification')
  const signed = (some: readonly (number | undefined)[]) => some.map((value) => value && sign * value)
  const comparison = compareRuns(
    signed(verified.length > 0 ? verified : valuesByIndex(trial, 'confirmation')),
    signed(own),
    { overlap, sameSplits: verified.length > 0 },
  )
  const summary = { values, mean: values.reduce((sum, value) => sum + value, 0) / values.length }
  if (!comparison) return [{ name, ...summary, beaten: false }]
  const { difference, low, high, p } = comparison
  return [{ name, ...summary, gain: { difference, low, high, p }, beaten: low > 0 }]
}

/** What tuning did not beat beyond noise, of all that was there to be beaten. */
export function unbeaten(
  verdict: Pick<Verdict, 'againstDefault' | 'baselines'>,
): readonly ('defaults' | BaselineName)[] {
  return [
    ...(verdict.againstDefault === 'not-beyond-noise' ? (['defaults'] as const) : []),
    ...verdict.baselines.filter(({ beaten }) => !beaten).map(({ name }) => name),
  ]
}
