import { runsPerTrial } from './protocol.ts'
import { searchRunsDone } from './apply.ts'
import { breakOff, breakOffAll, breakOffTrial, slotKey } from './context.ts'
import type { Context, Slot } from './context.ts'
import type { RunReference, WorldEvent } from './event.ts'
import { objectivesOf, valuesOfResult } from './objectives.ts'
import { pruneAtEpoch, pruneBetweenRuns } from './pruning.ts'
import { modelsToKeep } from './selection.ts'
import { findRun, hasEnded, mayBecome } from './trial.ts'
import type { Run, Trial } from './trial.ts'
import type { FailureReason } from './failure.ts'
import { isFinalMeasure } from '../training/metrics/table.ts'
import { resultValue } from '../training/result.ts'
import type { Metrics } from '../training/result.ts'

type Of<Type extends WorldEvent['type']> = Extract<WorldEvent, { type: Type }>

/** Another attempt may cure these; the others would fail in the same way again. */
const curable: ReadonlySet<FailureReason> = new Set(['crash', 'hang', 'out-of-memory'])

/** These are about the study rather than the trial: it pauses, and the trial waits. */
const affectAll: ReadonlySet<FailureReason> = new Set(['dataset-missing', 'dataset-changed', 'engine-unavailable'])

export function began(context: Context, event: Of<'began'>): void {
  const found = current(context, event)
  if (!found || hasEnded(found.trial.state)) return
  context.write({
    type: 'began',
    trial: event.trial,
    run: event.run,
    engine: event.engine,
    device: event.device,
    ...(event.size ? { size: event.size } : {}),
  })
}

/** Records an epoch and asks the pruner. An epoch reported a second time, after going on from a checkpoint, is only asked about. */
export function epoch(context: Context, event: Of<'epoch'>): void {
  const found = current(context, event)
  if (!found || found.slot.cancelling === 'ended') return
  const { trial, run, slot } = found
  const { metrics } = event
  const value = metrics.validation[context.state.definition.objective.metric]
  const hasValue = value !== undefined && Number.isFinite(value)
  if (metrics.epoch > run.curve.length)
    context.write({
      type: 'epoch',
      trial: trial.number,
      run: run.name,
      epoch: metrics.epoch,
      ...(hasValue ? { value } : {}),
      train: rounded(metrics.train),
      validation: rounded(metrics.validation),
      learningRate: round(metrics.learningRate),
      seconds: round(metrics.seconds),
    })
  if (run.name === 'search/0' && hasValue && !slot.cancelling) pruneAtEpoch(context, trial, metrics.epoch, value)
}

export function checkpointed(context: Context, event: Of<'checkpointed'>): void {
  const found = current(context, event)
  if (!found || event.epoch <= found.run.checkpoint) return
  // That of a trial that waits at a rung comes after the decision.
  if (found.run.state !== 'running' && found.trial.rung === undefined) return
  context.write({ type: 'checkpoint', trial: event.trial, run: event.run, epoch: event.epoch })
}

/** Takes a result, also a late one: of a trial that was queued again or given up meanwhile. A second one is ignored. */
export function finished(context: Context, event: Of<'finished'>): void {
  release(context, event)
  const trial = context.state.trials[event.trial]
  const run = trial && findRun(trial, event.run)
  if (!trial || !run || run.state === 'done') return
  const isSearch = run.plan.purpose === 'search'
  if (isSearch && hasEnded(trial.state) && trial.state !== 'failed') return dropCheckpoint(context, trial, run)
  const { result } = event
  const { definition } = context.state
  const value = resultValue(result, definition.objective.metric)
  // What is confirmed or compared may lack a further objective; what is searched by has them all.
  const lacking = objectivesOf(definition).find(
    ({ metric }, place) => (place === 0 || isSearch) && !Number.isFinite(resultValue(result, metric)),
  )
  if (value === undefined || lacking)
    return noValue(context, trial, run, lacking?.metric ?? definition.objective.metric)
  const rerun = context.slots.get(slotKey(trial.number, run.name))
  context.write({
    type: 'result',
    trial: trial.number,
    run: run.name,
    value,
    validation: rounded(result.validation),
    train: rounded(result.train),
    ...(result.test ? { test: rounded(result.test) } : {}),
    epochs: result.epochs,
    keptEpoch: result.keptEpoch,
    stoppedEarly: result.stoppedEarly,
    parameters: result.parameters,
    ...(result.modelBytes === undefined ? {} : { modelBytes: result.modelBytes }),
    ...(result.latency === undefined ? {} : { latency: round(result.latency) }),
    ...(result.classes ? { classes: result.classes } : {}),
    engine: result.engine,
    device: result.device,
    seconds: round(result.seconds),
  })
  if (rerun) breakOff(context, rerun, 'ended')
  if (!isSearch || !context.rules.keepsStates) dropCheckpoint(context, trial, run)
  if (!isSearch) return
  if (searchRunsDone(trial) === runsPerTrial(context.state.definition.protocol)) complete(context, trial)
  else pruneBetweenRuns(context, trial, result.epochs)
}

function complete(context: Context, trial: Trial): void {
  const { definition } = context.state
  // Of shares of the rows only all of them count.
  const each = trial.runs.flatMap((run) =>
    run.plan.purpose === 'search' && run.plan.share === undefined && run.result
      ? [valuesOfResult(definition, run.result)]
      : [],
  )
  const values = objectivesOf(definition).map((_, k) => each.reduce((sum, some) => sum + some[k]!, 0) / each.length)
  context.write({ type: 'complete', trial: trial.number, values })
  context.order({ type: 'keep-models', trials: modelsToKeep(context.state) })
}

function noValue(context: Context, trial: Trial, run: Run, metric: string): void {
  if (run.state !== 'running') return
  context.write({
    type: 'failed',
    trial: trial.number,
    run: run.name,
    reason: 'nan-loss',
    message: `Trial ${trial.number} finished without a value for ${metric}${isFinalMeasure(metric) ? '' : ': the network diverged'}.`,
    log: [],
    again: false,
  })
  if (run.plan.purpose === 'search') breakOffTrial(context, trial.number)
  stopFailing(context, `Trial ${trial.number} diverged.`)
}

/** A worker has let go of a training: it was told to, or it lost it. */
export function brokenOff(context: Context, event: Of<'broken-off'>): void {
  const slot = release(context, event)
  if (!slot) return
  const trial = context.state.trials[event.trial]!
  const run = findRun(trial, event.run)!
  if (run.state !== 'running') return dropCheckpoint(context, trial, run)
  const why = slot.cancelling === undefined || slot.cancelling === 'ended' ? 'crash' : slot.cancelling
  context.write({ type: 'interrupted', trial: trial.number, run: run.name, because: why })
}

export function failed(context: Context, event: Of<'failed'>): void {
  const slot = release(context, event)
  if (!slot) return
  const trial = context.state.trials[event.trial]!
  const run = findRun(trial, event.run)!
  if (run.state !== 'running') return dropCheckpoint(context, trial, run)
  if (slot.cancelling) {
    const because = slot.cancelling === 'ended' ? 'crash' : slot.cancelling
    return context.write({ type: 'interrupted', trial: trial.number, run: run.name, because })
  }
  if (affectAll.has(event.reason)) {
    context.write({ type: 'interrupted', trial: trial.number, run: run.name, because: 'pause' })
    return trouble(context, event.message)
  }
  // A network that was kept but cannot be scored is trained again.
  const isTest = run.plan.purpose === 'test'
  const again = isTest
    ? run.failures === 0
    : curable.has(event.reason) && run.failures < context.state.definition.retries
  context.write({
    type: 'failed',
    trial: trial.number,
    run: run.name,
    reason: event.reason,
    message: event.message,
    log: event.log,
    again,
  })
  if (again) return
  if (run.plan.purpose === 'search') breakOffTrial(context, trial.number)
  dropCheckpoint(context, trial, run)
  stopFailing(context, event.message)
}

export function note(context: Context, event: Of<'note'>): void {
  context.write({ type: 'note', trial: event.trial, text: event.text })
}

/** So many failures one after the other are the study's fault, not the trials'. */
const mostFailuresInARow = 10

function stopFailing(context: Context, message: string): void {
  const { failuresInARow } = context.state
  if (failuresInARow < mostFailuresInARow) return
  trouble(
    context,
    `The last ${failuresInARow} trials all failed, so the study is paused. The newest reason: ${message} Change what causes it, or resume to go on regardless.`,
  )
}

/** Pauses the study for a reason that the user must read. */
export function trouble(context: Context, message: string): void {
  if (context.state.status !== 'running') return
  context.write({ type: 'status', status: 'paused', because: message })
  breakOffAll(context, 'pause')
}

/** After the journal was read again: whatever it shows as running was broken off when the program went. */
export function recover(context: Context): void {
  const { state } = context
  const runsNeeded = runsPerTrial(state.definition.protocol)
  for (const trial of state.trials) {
    for (const run of trial.runs)
      if (run.state === 'running' && !context.slots.has(slotKey(trial.number, run.name)))
        context.write({ type: 'interrupted', trial: trial.number, run: run.name, because: 'crash' })
    // Power went between the last result and the line that completes its trial.
    if (mayBecome(trial.state, 'complete') && searchRunsDone(trial) === runsNeeded) complete(context, trial)
  }
  if (state.status !== 'running') return
  if (state.stage === 'done') context.write({ type: 'status', status: 'finished', because: 'The search is over.' })
  else context.write({ type: 'status', status: 'paused', because: 'The program ended while the study was running.' })
}

/** Also where none is known of: one may have been on its way to the disk. A trial that waits at a rung needs its own. */
function dropCheckpoint(context: Context, trial: Trial, run: Run): void {
  if (trial.rung !== undefined && run.state !== 'done') return
  context.order({ type: 'drop-checkpoint', trial: trial.number, run: run.name })
}

/** The training that an event speaks of, if a worker has it in hand in this very attempt. */
function current(context: Context, event: RunReference): { trial: Trial; run: Run; slot: Slot } | undefined {
  const slot = context.slots.get(slotKey(event.trial, event.run))
  if (!slot || slot.attempt !== event.attempt) return undefined
  const trial = context.state.trials[event.trial]!
  return { trial, run: findRun(trial, event.run)!, slot }
}

function release(context: Context, event: RunReference): Slot | undefined {
  const key = slotKey(event.trial, event.run)
  const slot = context.slots.get(key)
  if (!slot || slot.attempt !== event.attempt) return undefined
  context.slots.delete(key)
  return slot
}

/** Six significant digits: what float32 training can say. Metrics that are not numbers are left out. */
function rounded(metrics: Metrics): Metrics {
  const result: Record<string, number> = {}
  for (const name in metrics) if (Number.isFinite(metrics[name])) result[name] = round(metrics[name]!)
  return result
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : 0
}
