import { addEpoch, emptyCurve } from './curve.ts'
import type { FailedLine, JournalLine, ResultLine, StartLine, TrialLine } from './journal-line.ts'
import { furtherAt, hasSeveral } from './objectives.ts'
import { reportsEpochs, reportResult } from './reports.ts'
import { freshRun, runsPerTrial, searchRun, testRun } from './protocol.ts'
import type { RunName, RunPlan, RunPurpose } from './protocol.ts'
import type { StudyState } from './state.ts'
import { become, findRun } from './trial.ts'
import type { Run, Trial } from './trial.ts'
import { noteTime } from './trial-time.ts'

/** The journal tells of something that cannot have happened: a trial out of order, two results for one run. */
export class ImpossibleLine extends Error {
  override readonly name = 'ImpossibleLine'
  readonly code = 'impossible-line'
}

/**
 * Changes the state by one line. The only thing that does: a live study and one that is read back go the same way.
 * @throws ImpossibleLine, IllegalTransition
 */
export function apply(state: StudyState, line: JournalLine): void {
  state.seconds = Math.max(state.seconds, line.at)
  switch (line.type) {
    case 'status':
      state.status = line.status
      state.because = line.because
      if (line.status === 'running') {
        state.failuresInARow = 0
        state.began ??= line.time
      } else state.paused = line.time
      return
    case 'stage':
      state.stage = line.stage
      if (line.next) state.next = line.next
      if (line.finalists) state.finalists = line.finalists
      if (line.stage === 'confirmation') {
        state.confirmUntil = line.until ?? Infinity
        state.winner = line.winner
      }
      if (line.stage === 'search') state.winner = undefined
      if (line.stage === 'done') state.chosen = line.chosen
      return
    case 'budget':
      state.budget = line.budget
      return
    case 'exhausted':
      state.exhausted = true
      return
    case 'advice':
      state.advised.push(line.criterion)
      return
    case 'test-opened':
      state.test = { openedAt: line.time, trials: line.trials, scored: line.scored }
      return
    case 'trial':
      return addTrial(state, line)
    case 'computer':
      state.computers.push(line)
      return
    case 'energy':
      state.joules = (state.joules ?? 0) + line.joules
      return
    case 'note':
      return
    default:
      return applyAndTime(state, trialOf(state, line.trial), line)
  }
}

type TrialEventLine = Exclude<
  JournalLine,
  {
    type:
      'status' | 'stage' | 'budget' | 'exhausted' | 'advice' | 'test-opened' | 'trial' | 'note' | 'computer' | 'energy'
  }
>

function applyAndTime(state: StudyState, trial: Trial, line: TrialEventLine): void {
  const before = trial.state
  applyToTrial(state, trial, line)
  noteTime(trial, before, line.at)
}

function applyToTrial(state: StudyState, trial: Trial, line: TrialEventLine): void {
  trial.revision++
  switch (line.type) {
    case 'start':
      return start(state, trial, line)
    case 'began': {
      const run = runOf(trial, line.run)
      run.engine = line.engine
      run.device = line.device
      if (line.size) run.size = line.size
      return
    }
    case 'epoch': {
      const run = runOf(trial, line.run)
      if (line.epoch <= run.curve.length) return
      addEpoch(run.curve, line)
      if (run.plan.purpose === 'search') state.epochs += run.plan.share ?? 1
      if (run.name !== 'search/0' || line.value === undefined || !reportsEpochs(state.definition.protocol)) return
      trial.intermediate.push([line.epoch, line.value])
      if (hasSeveral(state.definition)) trial.others.push(furtherAt(state.definition, run, line))
      return
    }
    case 'checkpoint':
      runOf(trial, line.run).checkpoint = line.epoch
      return
    case 'result':
      return result(state, trial, line)
    case 'complete':
      end(state, trial, 'complete', line.at)
      trial.values = line.values
      state.completed++
      delete trial.failure
      return
    case 'pruned':
      end(state, trial, 'pruned', line.at)
      trial.prunedBecause = line.because
      if (line.rung !== undefined) trial.rung = line.rung
      return
    case 'promoted':
      return promoted(state, trial)
    case 'cancelled':
      end(state, trial, 'cancelled', line.at)
      return
    case 'interrupted':
      return requeue(state, trial, runOf(trial, line.run))
    case 'failed':
      return fail(state, trial, line)
    case 'retry':
      become(trial, 'queued')
      takeBack(state)
      for (const run of trial.runs)
        if (run.plan.purpose === 'search' && run.state !== 'done') {
          run.state = 'queued'
          run.failures = 0
        }
      state.queue.push(trial.number)
  }
}

function addTrial(state: StudyState, line: TrialLine): void {
  if (line.trial !== state.trials.length)
    throw new ImpossibleLine(`Trial ${line.trial} follows trial ${state.trials.length - 1}: numbers have no gaps.`)
  if (line.startFrom && line.startFrom.trial >= line.trial)
    throw new ImpossibleLine(`Trial ${line.trial} starts from trial ${line.startFrom.trial}, which comes later.`)
  state.trials.push({
    number: line.trial,
    configuration: line.configuration,
    origin: line.origin,
    because: line.because,
    ...(line.basis ? { basis: line.basis } : {}),
    ...(line.explanation ? { explanation: line.explanation } : {}),
    ...(line.startFrom ? { startFrom: line.startFrom } : {}),
    ...(line.share === undefined ? {} : { share: line.share }),
    state: 'queued',
    runs: [],
    intermediate: [],
    others: [],
    afterTest: state.test !== undefined,
    revision: 0,
  })
  state.queue.push(line.trial)
}

function start(state: StudyState, trial: Trial, line: StartLine): void {
  const run = findRun(trial, line.run) ?? addRun(state, trial, line.run)
  if (run.state === 'running' || run.state === 'done')
    throw new ImpossibleLine(`Trial ${trial.number}, run ${line.run}: started although it is ${run.state}.`)
  run.state = 'running'
  run.attempts = line.attempt
  if (run.plan.purpose !== 'search') return
  waitForWorkers(state, trial)
  if (trial.state !== 'running') become(trial, 'running')
  trial.startedAt ??= line.at
}

function addRun(state: StudyState, trial: Trial, name: RunName): Run {
  const run: Run = {
    plan: planOf(state, trial.number, name),
    name,
    state: 'queued',
    attempts: 0,
    failures: 0,
    checkpoint: 0,
    curve: emptyCurve(),
    engine: '',
    device: '',
  }
  trial.runs.push(run)
  return run
}

/** What a run of this name trains on and with which seed: follows from the definition alone. */
export function planOf(state: StudyState, trial: number, name: RunName): RunPlan {
  const { protocol, seed } = state.definition
  const slash = name.indexOf('/')
  const purpose = name.slice(0, slash) as RunPurpose
  const index = Number(name.slice(slash + 1))
  if (purpose === 'search') return searchRun(protocol, seed, trial, index)
  if (purpose === 'test') return testRun(protocol, seed, trial)
  return freshRun(protocol, seed, trial, purpose, index)
}

function result(state: StudyState, trial: Trial, line: ResultLine): void {
  const run = runOf(trial, line.run)
  if (run.state === 'done') throw new ImpossibleLine(`Trial ${trial.number}, run ${line.run}: a second result.`)
  run.state = 'done'
  run.result = line
  run.engine = line.engine
  run.device = line.device
  if (run.plan.purpose !== 'search') return
  reportResult(state, trial, run)
  if (searchRunsDone(trial) === runsPerTrial(state.definition.protocol)) return
  if (trial.state === 'failed') {
    // One of its other folds failed for good: the trial stays failed.
    if (trial.runs.some(isFailedSearch)) return
    takeBack(state)
  }
  if (trial.state !== 'queued' && !trial.runs.some(isRunningSearch)) become(trial, 'queued')
  waitForWorkers(state, trial)
}

const isRunningSearch = (run: Run): boolean => run.plan.purpose === 'search' && run.state === 'running'
const isFailedSearch = (run: Run): boolean => run.plan.purpose === 'search' && run.state === 'failed'

/** A trial stands before all others as long as it has folds that no worker has had yet, and nowhere once they all have one. */
function waitForWorkers(state: StudyState, trial: Trial): void {
  const taken = trial.runs.filter(
    (run) => run.plan.purpose === 'search' && (run.state === 'running' || run.state === 'done'),
  ).length
  if (taken < runsPerTrial(state.definition.protocol)) putFirst(state, trial.number)
  else remove(state, trial.number)
}

/** It goes on from where it stopped, before trials that are new. */
function promoted(state: StudyState, trial: Trial): void {
  if (trial.rung === undefined)
    throw new ImpossibleLine(`Trial ${trial.number} is promoted although it waits at no rung.`)
  become(trial, 'queued')
  takeBack(state)
  trial.promotedFrom = trial.rung
  delete trial.rung
  delete trial.prunedBecause
  delete trial.endedAt
  for (const run of trial.runs) if (run.plan.purpose === 'search' && run.state === 'dropped') run.state = 'queued'
  putFirst(state, trial.number)
}

/** How many of a trial's search runs have their result. */
export function searchRunsDone(trial: Trial): number {
  let done = 0
  for (const run of trial.runs) if (run.plan.purpose === 'search' && run.state === 'done') done++
  return done
}

function fail(state: StudyState, trial: Trial, line: FailedLine): void {
  const run = runOf(trial, line.run)
  run.failures++
  if (line.again) return requeue(state, trial, run)
  run.state = 'failed'
  if (run.plan.purpose !== 'search') return
  end(state, trial, 'failed', line.at)
  trial.failure = { reason: line.reason, message: line.message, log: line.log }
}

function requeue(state: StudyState, trial: Trial, run: Run): void {
  if (run.state !== 'running')
    throw new ImpossibleLine(`Trial ${trial.number}, run ${run.name}: broken off although it is ${run.state}.`)
  run.state = 'queued'
  if (run.plan.purpose !== 'search' || trial.state !== 'running') return
  if (!trial.runs.some(isRunningSearch)) become(trial, 'queued')
  putFirst(state, trial.number)
}

function end(state: StudyState, trial: Trial, to: 'complete' | 'pruned' | 'failed' | 'cancelled', at: number): void {
  if (trial.state === 'failed') takeBack(state)
  become(trial, to)
  state.ended++
  state.failuresInARow = to === 'failed' ? state.failuresInARow + 1 : 0
  trial.endedAt = at
  remove(state, trial.number)
  for (const run of trial.runs) {
    if (to !== 'failed' && run.state === 'running') run.state = 'dropped'
    // Another try of a trial whose fold failed has the others train again too.
    if (to === 'failed' && isRunningSearch(run)) run.state = 'queued'
  }
}

function takeBack(state: StudyState): void {
  state.ended--
  state.revised++
}

function putFirst(state: StudyState, trial: number): void {
  remove(state, trial)
  const place = state.first.findIndex((other) => other > trial)
  if (place === -1) state.first.push(trial)
  else state.first.splice(place, 0, trial)
}

function remove(state: StudyState, trial: number): void {
  for (const list of [state.first, state.queue]) {
    const place = list.indexOf(trial)
    if (place !== -1) list.splice(place, 1)
  }
}

function trialOf(state: StudyState, number: number): Trial {
  const trial = state.trials[number]
  if (!trial) throw new ImpossibleLine(`Trial ${number} is spoken of before it was suggested.`)
  return trial
}

function runOf(trial: Trial, name: RunName): Run {
  const run = findRun(trial, name)
  if (!run) throw new ImpossibleLine(`Trial ${trial.number}, run ${name}: spoken of before it was started.`)
  return run
}
