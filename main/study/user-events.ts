import { budgetProblem, mayAsk, spentBecause } from './budget.ts'
import { breakOffAll, breakOffTrial } from './context.ts'
import type { Context } from './context.ts'
import type { UserEvent } from './event.ts'
import { thinnedFront } from './front.ts'
import { hasSeveral } from './objectives.ts'
import { StudyRefusal } from './refusal.ts'
import { bestTrial } from './selection.ts'
import type { StudyState } from './state.ts'
import type { Trial } from './trial.ts'

type Of<Type extends UserEvent['type']> = Extract<UserEvent, { type: Type }>

/** @throws StudyRefusal already-running, budget-spent */
export function start(context: Context): void {
  const { state } = context
  if (state.status === 'running') throw new StudyRefusal('already-running', 'The study is running already.')
  if (state.stage === 'done') {
    const because = reasonNotToSearch(context)
    if (because) throw new StudyRefusal('budget-spent', `${because} Extend it to go on.`)
  }
  const again = state.status !== 'new'
  context.write({ type: 'status', status: 'running', because: again ? 'Resumed.' : 'Started.' })
  if (state.stage === 'done') context.write({ type: 'stage', stage: 'search', because: 'The search goes on.' })
  ensureBaseline(context)
}

/** A finished study has nothing left to do but what was queued by hand; a stopped one has what is left of its budget. */
function reasonNotToSearch(context: Context): string | undefined {
  const { state } = context
  if (state.queue.length > 0) return spentBecause(state, context.seconds)
  if (state.status === 'finished') return 'The study is finished.'
  if (state.exhausted) return 'Every configuration of the search space has been tried.'
  if (!mayAsk(state) && state.first.length === 0) return `The budget of ${state.budget.trials} trials is spent.`
  return spentBecause(state, context.seconds)
}

function ensureBaseline(context: Context): void {
  if (context.state.trials.length > 0) return
  context.write({
    type: 'trial',
    trial: 0,
    configuration: context.rules.baseline,
    origin: 'default',
    because: "The template's default: the baseline to beat.",
  })
}

/** @throws StudyRefusal not-running */
export function pause(context: Context, event: Of<'pause'>): void {
  if (context.state.status !== 'running') throw new StudyRefusal('not-running', 'The study is not running.')
  context.write({ type: 'status', status: 'paused', because: event.because ?? 'Paused.' })
  breakOffAll(context, 'pause')
}

/** @throws StudyRefusal not-running */
export function stop(context: Context, event: Of<'stop'>): void {
  const { state } = context
  if (state.status !== 'running' && state.status !== 'paused')
    throw new StudyRefusal('not-running', 'The study is neither running nor paused.')
  if (state.stage === 'test')
    throw new StudyRefusal('not-running', 'The search is over; the sealed test set is being scored.')
  if (state.stage === 'confirmation' && event.confirm) {
    if (state.status === 'paused') context.write({ type: 'status', status: 'running', because: 'Resumed.' })
    return
  }
  if (event.confirm && state.status === 'paused')
    context.write({ type: 'status', status: 'running', because: 'Resumed, to confirm the best configurations.' })
  context.write({
    type: 'stage',
    stage: 'closing',
    next: event.confirm ? 'confirmation' : 'stopped',
    because: 'Stopped by hand.',
  })
  breakOffAll(context, 'stop')
}

/** @throws StudyRefusal bad-budget, not-done */
export function extend(context: Context, event: Of<'extend'>): void {
  const { state } = context
  const problem = budgetProblem(event.budget)
  if (problem) throw new StudyRefusal('bad-budget', problem)
  if (state.stage === 'test')
    throw new StudyRefusal('not-done', 'The sealed test set is being scored. Extend the study when that is done.')
  context.write({ type: 'budget', budget: event.budget })
  if (state.stage === 'search') return
  if (spentBecause(state, context.seconds) || (!mayAsk(state) && state.first.length + state.queue.length === 0)) return
  context.write({ type: 'stage', stage: 'search', because: 'Extended.' })
  if (state.status === 'finished' || state.status === 'stopped')
    context.write({ type: 'status', status: 'running', because: 'Extended.' })
}

/** @throws StudyRefusal bad-configuration */
export function enqueue(context: Context, event: Of<'enqueue'>): void {
  const problems = context.rules.problems(event.configuration)
  if (problems.length > 0) throw new StudyRefusal('bad-configuration', problems.join(' '))
  ensureBaseline(context)
  context.write({
    type: 'trial',
    trial: context.state.trials.length,
    configuration: event.configuration,
    origin: 'user',
    because: event.because ?? 'Enqueued by hand.',
  })
}

/** @throws StudyRefusal trial-missing, trial-state */
export function retry(context: Context, event: Of<'retry'>): void {
  const trial = find(context, event.trial)
  if (trial.state !== 'failed' && trial.state !== 'cancelled')
    throw new StudyRefusal(
      'trial-state',
      `Trial ${trial.number} is ${trial.state}. Only failed and cancelled ones can be tried again.`,
    )
  context.write({ type: 'retry', trial: trial.number })
}

/** @throws StudyRefusal trial-missing, trial-state */
export function cancel(context: Context, event: Of<'cancel'>): void {
  const trial = find(context, event.trial)
  if (trial.state !== 'queued' && trial.state !== 'running')
    throw new StudyRefusal('trial-state', `Trial ${trial.number} is ${trial.state} already.`)
  context.write({ type: 'cancelled', trial: trial.number, because: 'Cancelled by hand.' })
  breakOffTrial(context, trial.number)
}

/** @throws StudyRefusal test-opened, not-done */
export function openTest(context: Context): void {
  const { state } = context
  const chosen = recommended(state)
  if (state.stage !== 'done' || state.status === 'running')
    throw new StudyRefusal(
      'not-done',
      'The search is not over. Stop the study, or let it finish, before opening the test set.',
    )
  if (chosen.length === 0)
    throw new StudyRefusal('not-done', 'No trial is complete: there is nothing to score on the sealed test set.')
  if (state.test && state.test.scored.every((number) => scored(state.trials[number]!)))
    throw new StudyRefusal(
      'test-opened',
      `The sealed test set has been opened already, after ${state.test.trials} trials.`,
    )
  if (!state.test) {
    const baseline = state.trials[0]?.state === 'complete' ? [0] : []
    context.write({
      type: 'test-opened',
      scored: [...new Set([...chosen, ...baseline])],
      trials: state.trials.length,
    })
  }
  context.write({ type: 'status', status: 'running', because: 'Scoring on the sealed test set.' })
  context.write({ type: 'stage', stage: 'test', because: 'The sealed test set was opened by hand.' })
}

/** What the test set is opened for: the chosen trial; with several objectives what was confirmed of the front. */
function recommended(state: StudyState): readonly number[] {
  if (hasSeveral(state.definition))
    return state.finalists.length > 0 ? state.finalists : thinnedFront(state, mostOfFront).map(({ number }) => number)
  const chosen = state.chosen ?? bestTrial(state)?.number
  return chosen === undefined ? [] : [chosen]
}

/** Of a front that was not confirmed so many are scored. */
const mostOfFront = 5

function scored(trial: Trial): boolean {
  return trial.runs.some((run) => run.plan.purpose === 'test' && run.state === 'done')
}

function find(context: Context, number: number): Trial {
  const trial = context.state.trials[number]
  if (!trial) throw new StudyRefusal('trial-missing', `There is no trial ${number}.`)
  return trial
}
