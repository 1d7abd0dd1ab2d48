import type { DatasetReference, SplitSelection } from '../data/reference.ts'
import type { Assignment, Checkpoint, SavedModel } from '../pool/protocol.ts'
import type { StartCommand } from '../study/command.ts'
import type { RunPlan } from '../study/protocol.ts'
import type { StudyDefinition } from '../study/study.ts'
import { completeHyperparameters } from '../training/complete-hyperparameters.ts'
import type { TrainingJob } from '../training/job.ts'
import type { TrainingResult } from '../training/result.ts'
import type { DataShape } from './search-thread/messages.ts'

/** Least time between two checkpoints of a training: what a crash costs at most, beside the epoch in hand. */
const checkpointEveryMs = 2_000

/** Which rows a run trains and validates on; the sealed ones are read for purpose test alone. */
export function splitOf({ protocol }: StudyDefinition, plan: Pick<RunPlan, 'purpose' | 'fold'>): SplitSelection {
  const { kind, validationShare = 0.2, folds = 5, by, column, sealed, splitSeed } = protocol
  return {
    protocol: kind === 'kfold' ? { kind, folds, fold: plan.fold ?? 0 } : { kind, validationShare },
    by,
    ...(column === undefined ? {} : { column }),
    seed: splitSeed,
    sealed,
    sealedSeed: splitSeed,
    openTest: plan.purpose === 'test',
  }
}

export interface AssignmentParts {
  /** Names the training in the pool. */
  readonly id: string
  readonly definition: StudyDefinition
  readonly dataset: DatasetReference
  readonly shape: Pick<DataShape, 'inputShape' | 'outputs'>
  readonly command: StartCommand
  readonly checkpoint?: Checkpoint | undefined
}

/** What a worker is given to carry out a start. */
export function assignmentOf({ id, definition, dataset, shape, command, checkpoint }: AssignmentParts): Assignment {
  const { plan, configuration, keepModel } = command
  const job: TrainingJob = {
    template: definition.template,
    task: definition.task,
    inputShape: shape.inputShape,
    outputs: shape.outputs,
    hyperparameters: completeHyperparameters(definition.template, configuration),
    seed: plan.seed,
    monitor: definition.objective,
  }
  return {
    id,
    job,
    dataset,
    split: splitOf(definition, plan),
    engines: definition.engines,
    ...(checkpoint ? { checkpoint } : {}),
    checkpointEveryMs,
    keepModel,
  }
}

/**
 * The same assignment for a network that is trained already: it starts at its last epoch with the kept weights, so that
 * nothing is left to do but to score it.
 */
export function scoreOnly(assignment: Assignment, model: SavedModel, result: TrainingResult): Assignment {
  const { epochs } = result
  const { job } = assignment
  const remembered = Array.from({ length: epochs }, (_, index) => ({
    epoch: index + 1,
    train: {},
    validation: {},
    learningRate: 0,
    seconds: 0,
    samplesPerSecond: 0,
  }))
  return {
    ...assignment,
    job: { ...job, hyperparameters: { ...job.hyperparameters, epochs } },
    checkpoint: { epoch: epochs, state: model.weights, epochs: remembered },
  }
}
