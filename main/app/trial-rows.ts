import type { ClassReport, LearningCurve, TrialDetail, TrialRow } from '../../preload/contract/types.ts'
import type { Explanation } from '../search/explanation.ts'
import type { StudyCore } from '../study/core.ts'
import { confirmation } from '../study/confirmation.ts'
import type { StudyDefinition } from '../study/study.ts'
import type { ResultLine } from '../study/journal-line.ts'
import { hasSeveral } from '../study/objectives.ts'
import { findRun, lastReport } from '../study/trial.ts'
import type { Run, Trial } from '../study/trial.ts'
import { plannedEpochs } from '../training/hyperparameters/complete.ts'
import { mostClasses, scoresOf, type ClassResults } from '../training/metrics/by-class.ts'
import { confirmedOf } from './report.ts'

/** Names of a study's parameters in the order of a row's configuration. */
export function parametersOf({ space }: StudyDefinition): readonly string[] {
  return space.parameters.map(({ name }) => name)
}

/** One line of the trials table. */
export function rowOf(definition: StudyDefinition, trial: Trial): TrialRow {
  const run = findRun(trial, 'search/0')
  const value = trial.values?.[0] ?? trial.intermediate.at(-1)?.[1]
  const values = hasSeveral(definition) ? (trial.values ?? lastReport(trial)) : undefined
  const confirmed = confirmation(trial)
  return {
    number: trial.number,
    state: trial.state,
    origin: trial.origin,
    configuration: parametersOf(definition).map((name) => trial.configuration[name] ?? null),
    ...(value === undefined ? {} : { value }),
    ...(values ? { values: values.map(orNull) } : {}),
    ...(confirmed ? { confirmed: confirmedOf(confirmed) } : {}),
    epochs: (run ?? trial.runs.find(({ plan }) => plan.purpose === 'search'))?.curve.length ?? 0,
    epochsPlanned: plannedEpochs(definition.template, trial.configuration),
    seconds: trial.runs.reduce((sum, each) => sum + secondsOf(each), 0),
    ...(trial.startedAt === undefined ? {} : { startedAt: trial.startedAt }),
    ...(trial.endedAt === undefined || trial.state === 'queued' ? {} : { endedAt: trial.endedAt }),
    ...(run?.result ? figuresOf(run.result) : {}),
    ...(trial.rung === undefined ? {} : { waits: true }),
    ...(trial.failure ? { failure: trial.failure.reason } : {}),
    ...(trial.afterTest ? { afterTest: true } : {}),
  }
}

/** What a finished training says of its network. */
function figuresOf({ parameters, modelBytes, latency }: ResultLine): Partial<TrialRow> {
  return {
    parameters,
    ...(modelBytes === undefined ? {} : { modelBytes }),
    ...(latency === undefined ? {} : { latency }),
  }
}

/** Spent training: what the curve says, which is there before the result is. A baseline's network is not the trial's. */
function secondsOf(run: Run): number {
  const { purpose } = run.plan
  let sum = 0
  if (purpose === 'constant' || purpose === 'linear') return sum
  for (const seconds of run.curve.seconds) if (seconds > 0) sum += seconds
  return sum
}

/** Intermediate values of a trial's first search run; undefined before its first epoch. */
export function curveOf(trial: Trial): LearningCurve | undefined {
  const curve = findRun(trial, 'search/0')?.curve
  if (!curve || curve.length === 0) return undefined
  const loss = curve.train['loss']
  return {
    trial: trial.number,
    epochs: Array.from({ length: curve.length }, (_, index) => index + 1),
    values: curve.value.map(orNull),
    ...(loss ? { trainingLoss: Array.from({ length: curve.length }, (_, index) => orNull(loss[index])) } : {}),
  }
}

/** Everything about one trial. */
export function detailOf({ state }: StudyCore, trial: Trial, classNames?: readonly string[]): TrialDetail {
  return {
    row: rowOf(state.definition, trial),
    parameters: parametersOf(state.definition),
    because: trial.because,
    ...(trial.explanation ? { explanation: explanationOf(trial.explanation) } : {}),
    ...(trial.prunedBecause === undefined ? {} : { prunedBecause: trial.prunedBecause }),
    ...(trial.failure ? { failure: trial.failure } : {}),
    runs: trial.runs.map((run) => ({
      name: run.name,
      seed: run.plan.seed,
      ...(run.plan.fold === undefined ? {} : { fold: run.plan.fold }),
      state: run.state,
      attempts: run.attempts,
      engine: run.engine,
      device: run.device,
      ...(run.result ? resultOf(run.result) : {}),
    })),
    ...(classNames && classNames.length <= mostClasses ? { classNames: [...classNames] } : {}),
  }
}

type RunDetail = TrialDetail['runs'][number]

function resultOf({ value, validation, train, test, classes }: ResultLine): Partial<RunDetail> {
  return {
    value,
    validation,
    train,
    ...(test ? { test } : {}),
    ...(classes
      ? {
          classes: {
            ...(classes.validation && { validation: classReportOf(classes.validation) }),
            ...(classes.test && { test: classReportOf(classes.test) }),
          },
        }
      : {}),
  }
}

function classReportOf(results: ClassResults): ClassReport {
  return {
    scores: scoresOf(results),
    ...('matrix' in results ? { matrix: results.matrix.map((row) => [...row]) } : {}),
  }
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

function explanationOf({ expected, parents, nearest, ...rest }: Explanation): NonNullable<TrialDetail['explanation']> {
  return {
    ...rest,
    ...(expected ? { expected: [...expected] } : {}),
    ...(parents ? { parents: [...parents] } : {}),
    ...(nearest ? { nearest: [...nearest] } : {}),
  }
}
