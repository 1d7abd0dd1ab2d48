import { basisOf } from './basis.ts'
import { confirmationSeconds, mayAsk, spentBecause, verificationSeconds } from './budget.ts'
import { breakOffAll, slotKey } from './context.ts'
import type { StartCommand } from './command.ts'
import type { Context } from './context.ts'
import type { RunReference } from './event.ts'
import { planOf } from './apply.ts'
import { chooseFinalist, choiceOf, finalistsOf, raceOf } from './confirmation.ts'
import { hasSeveral } from './objectives.ts'
import { baselineRuns, runName } from './protocol.ts'
import type { RunName } from './protocol.ts'
import { lineageOf } from './lineage.ts'
import { openRuns } from './open-runs.ts'
import { promote } from './pruning.ts'
import { reportsEpochs } from './reports.ts'
import { bestTrial, modelsToKeep } from './selection.ts'
import { findRun } from './trial.ts'
import type { Trial } from './trial.ts'

/**
 * Decides what happens next: moves the study on through its stages and gives free workers something to do.
 * Interrupted trials and further folds come first, then what is queued, then trials that are promoted from a rung, then a
 * new suggestion, one at a time, so that each knows of the one before it.
 */
export function schedule(context: Context): void {
  const { state } = context
  if (state.stage === 'closing') finishClosing(context)
  if (state.status !== 'running') return
  if (state.stage === 'search') search(context)
  else if (state.stage === 'confirmation') confirm(context)
  else if (state.stage === 'test') scoreOnTest(context)
}

function search(context: Context): void {
  const { state } = context
  const because = spentBecause(state, context.seconds)
  if (because) return close(context, because)
  const last = state.exhausted || !mayAsk(state)
  for (;;) {
    const next = nextSearchRun(context)
    if (next && !hasRoom(context, next.trial, next.run)) break
    if (next) startRun(context, next.trial, next.run)
    else if (context.slots.size >= state.definition.workers || !promote(context, last)) break
  }
  const idle = context.slots.size === 0 && state.first.length === 0 && state.queue.length === 0
  if (last) {
    if (idle && context.asking === undefined) close(context, allTried(context))
    return
  }
  const mustWait = context.waiting === state.ended && context.slots.size > 0
  if (mayAskAhead(context) && context.asking === undefined && !mustWait) ask(context)
}

function allTried(context: Context): string {
  const { state } = context
  return state.exhausted
    ? 'Every configuration of the search space has been tried.'
    : `The budget of ${state.budget.trials} trials is spent.`
}

/** The next training of the search that no worker has in hand. */
function nextSearchRun(context: Context): { readonly trial: Trial; readonly run: RunName } | undefined {
  const { state, slots } = context
  for (const list of [state.first, state.queue])
    for (const number of list) {
      const trial = state.trials[number]!
      const run = openRuns(context, trial).find((name) => !slots.has(slotKey(number, name)))
      if (run) return { trial, run }
    }
  return undefined
}

function ask(context: Context): void {
  const { state } = context
  const number = state.trials.length
  context.asking = number
  context.order({ type: 'ask', number, basis: basisOf(state) })
}

/** Ends the search as a spent budget does: what runs is broken off, then the best are confirmed. */
export function close(context: Context, because: string): void {
  const { top, seeds } = context.state.definition.protocol.confirm
  const next = top > 0 && seeds > 0 ? 'confirmation' : 'done'
  context.write({ type: 'stage', stage: 'closing', next, because })
  breakOffAll(context, 'budget')
  finishClosing(context)
}

function finishClosing(context: Context): void {
  const { state } = context
  if (context.slots.size > 0) return
  if (state.next === 'confirmation') {
    const finalists = finalistsOf(state)
    if (finalists.length > 0) {
      if (state.status !== 'running') return
      const { seconds: limit } = state.budget
      const until = limit === undefined ? undefined : Math.max(limit, context.seconds + confirmationSeconds(state))
      context.write({
        type: 'stage',
        stage: 'confirmation',
        finalists,
        ...(until === undefined ? {} : { until }),
        because: 'The best configurations train again with fresh seeds.',
      })
      context.order({ type: 'keep-models', trials: modelsToKeep(state) })
      return confirm(context)
    }
  }
  done(context)
}

/**
 * First the finalists, to choose one; then the chosen one alone, to report on it. When the time for either is over, what
 * has not ended is left out.
 */
function confirm(context: Context): void {
  const { state } = context
  const until = state.confirmUntil - (state.winner === undefined ? verificationSeconds(state) : 0)
  if (context.seconds >= until) {
    breakOffAll(context, 'budget')
    if (context.slots.size > 0) return
  } else if (state.winner === undefined ? chooseOn(context) : verifyOn(context)) return
  if (state.winner === undefined && choose(context)) return confirm(context)
  done(context)
}

/**
 * Seeds are the outer loop, so that every finalist has one fresh result before any has two.
 * @returns whether something is still to come
 */
function chooseOn(context: Context): boolean {
  const { protocol } = context.state.definition
  const { seeds, baselines = [] } = protocol.confirm
  const beside = baselines.length > 0 ? baselineRuns(protocol) : 0
  let open = false
  for (let index = 0; index < Math.max(seeds, beside); index++) {
    if (index < seeds)
      for (const finalist of context.state.finalists)
        open = startOrWait(context, finalist, `confirmation/${index}`) || open
    if (index < beside) for (const baseline of baselines) open = startOrWait(context, 0, `${baseline}/${index}`) || open
  }
  return open || raceOn(context)
}

/** @returns whether something is still to come of those that are not told apart yet */
function raceOn(context: Context): boolean {
  let open = false
  for (const { trials, from, to } of raceOf(context.state))
    for (let index = from; index < to; index++)
      for (const finalist of trials) open = startOrWait(context, finalist, `confirmation/${index}`) || open
  return open
}

/** @returns whether something is still to come */
function verifyOn(context: Context): boolean {
  const { winner, definition } = context.state
  let open = false
  for (let index = 0; index < (definition.protocol.confirm.winner ?? 0); index++)
    open = startOrWait(context, winner!, `verification/${index}`) || open
  return open
}

/** @returns whether there is a winner to train again */
function choose(context: Context): boolean {
  const { state } = context
  const choice = choiceOf(state)
  if (choice === undefined || !state.definition.protocol.confirm.winner) return false
  const { chosen: winner, againstDefault } = choice
  const why =
    againstDefault === 'not-beyond-noise'
      ? 'No configuration is better than the defaults beyond noise: they stay.'
      : `Trial ${winner} is chosen.`
  context.write({
    type: 'stage',
    stage: 'confirmation',
    winner,
    ...(Number.isFinite(state.confirmUntil) ? { until: state.confirmUntil } : {}),
    because: `${why} A second set of fresh seeds tells what to expect.`,
  })
  return true
}

function scoreOnTest(context: Context): void {
  let open = false
  for (const trial of context.state.test?.scored ?? []) open = startOrWait(context, trial, 'test/0') || open
  if (open) return
  const { chosen } = context.state
  context.write({
    type: 'stage',
    stage: 'done',
    because: 'Scored on the sealed test set.',
    ...(chosen === undefined ? {} : { chosen }),
  })
  const status = context.state.next === 'stopped' ? 'stopped' : 'finished'
  context.write({ type: 'status', status, because: 'Scored on the sealed test set.' })
}

/** @returns whether the run is still to come or in a worker's hands */
function startOrWait(context: Context, number: number, name: RunName): boolean {
  const trial = context.state.trials[number]!
  if (context.slots.has(slotKey(number, name))) return true
  const run = findRun(trial, name)
  if (run?.state === 'done' || run?.state === 'failed') return false
  if (hasRoom(context, trial, name)) startRun(context, trial, name)
  return true
}

function done(context: Context): void {
  const { state } = context
  const best = bestTrial(state)
  const chosen = hasSeveral(state.definition) ? undefined : (chooseFinalist(state) ?? best)?.number
  const stopped = state.next === 'stopped'
  const because = stopped
    ? 'Stopped by hand.'
    : best === undefined
      ? 'The search is over; no trial is complete.'
      : 'The search is over.'
  context.write({ type: 'stage', stage: 'done', because, ...(chosen === undefined ? {} : { chosen }) })
  context.write({ type: 'status', status: stopped ? 'stopped' : 'finished', because })
  context.order({ type: 'keep-models', trials: modelsToKeep(state) })
  if (context.rules.keepsStates) dropStates(context)
}

/** The search is over: nobody goes on from what trials ended with. */
function dropStates(context: Context): void {
  for (const trial of context.state.trials)
    for (const run of trial.runs)
      if (run.plan.purpose === 'search' && run.state === 'done')
        context.order({ type: 'drop-checkpoint', trial: trial.number, run: run.name })
}

function startRun(context: Context, trial: Trial, name: RunName): void {
  const { state } = context
  const run = findRun(trial, name)
  const plan = run?.plan ?? planOf(state, trial.number, name)
  const attempt = (run?.attempts ?? 0) + 1
  const from = run?.checkpoint ?? 0
  context.write({
    type: 'start',
    trial: trial.number,
    run: runName(plan),
    attempt,
    seed: plan.seed,
    ...(plan.fold === undefined ? {} : { fold: plan.fold }),
    from,
  })
  const reference = { trial: trial.number, run: runName(plan), attempt }
  context.slots.set(slotKey(trial.number, name), { ...reference })
  context.order({
    type: 'start',
    ...reference,
    plan,
    configuration: trial.configuration,
    from,
    keepModel: name === 'search/0' && state.definition.keepModels > 0,
    ...(name === 'search/0' ? rungsAhead(context, trial.number, from) : {}),
    ...courseOfRun(context, trial, name),
  })
}

function courseOfRun({ state, rules }: Context, trial: Trial, name: RunName): Partial<StartCommand> {
  const { purpose } = planOf(state, trial.number, name)
  if (purpose === 'constant' || purpose === 'linear') return {}
  const lineage = lineageOf(state, trial, name)
  return {
    ...(trial.share === undefined ? {} : { share: trial.share }),
    ...(lineage ? { lineage } : {}),
    ...(rules.keepsStates && purpose === 'search' ? { keepState: true } : {}),
  }
}

/** Epochs at which the pruner may let a trial wait for a promotion: what it goes on from then must be kept. */
function rungsAhead({ rules, state }: Context, trial: number, from: number): Pick<StartCommand, 'checkpointAt'> {
  if (!reportsEpochs(state.definition.protocol)) return {}
  const ahead = rules.pruner?.rungs?.(trial).filter((rung) => rung > from) ?? []
  return ahead.length > 0 ? { checkpointAt: ahead } : {}
}

/**
 * Whether a training can start: on a worker of its own, or, when all workers are taken, beside trainings of the same stack
 * and no others.
 */
function hasRoom(context: Context, trial: Trial, run: RunName): boolean {
  const { slots, rules, state } = context
  const { workers } = state.definition
  if (slots.size < workers) return true
  const attempt = (findRun(trial, run)?.attempts ?? 0) + 1
  const name = sharedName(context, { trial: trial.number, run, attempt })
  if (rules.stacking === undefined || name === undefined || slots.size >= workers * rules.stacking.width) return false
  return allShare(context, name)
}

/** A training that was started before has a worker to itself: if it failed, its failure is nobody else's again. */
function sharedName({ rules, state }: Context, { trial, run, attempt }: RunReference): string | undefined {
  const { purpose, split, fold, share } = planOf(state, trial, run)
  if (rules.keepsStates || attempt > 1 || purpose === 'constant' || purpose === 'linear') return undefined
  const name = rules.stacking?.nameOf(state.trials[trial]!.configuration)
  // Networks that train together see the same rows.
  return name === undefined ? name : [name, split, fold, share].join(' ').trimEnd()
}

const allShare = (context: Context, name: string): boolean =>
  [...context.slots.values()].every((slot) => sharedName(context, slot) === name)

/** Whether the sampler may suggest now: for a worker that is free, or for a stack that every trial of the space fits. */
function mayAskAhead(context: Context): boolean {
  const { slots, state, rules } = context
  if (slots.size < state.definition.workers) return true
  const { stacking, keepsStates } = rules
  if (keepsStates || stacking?.common === undefined || slots.size >= stacking.suggestedAhead) return false
  return allShare(context, stacking.common)
}
