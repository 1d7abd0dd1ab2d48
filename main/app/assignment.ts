import type { DatasetReference, SplitSelection } from '../data/reference.ts'
import type { Assignment, Checkpoint, SavedModel, StartingPoint } from '../pool/protocol.ts'
import type { StartCommand } from '../study/command.ts'
import type { Lineage } from '../study/lineage.ts'
import type { RunPlan } from '../study/protocol.ts'
import type { StudyDefinition } from '../study/study.ts'
import type { EngineSpeed } from '../training/engines/speed.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import type { TrainingJob } from '../training/job.ts'
import { stackName } from '../training/stacking.ts'
import type { TemplateName } from '../training/templates/names.ts'
import { watchedBy } from './draft.ts'
import { preprocessingFor } from './suitable-templates.ts'

/** Least time between two checkpoints of a training: what a crash costs at most, beside the epoch in hand. */
const checkpointEveryMs = 2_000

/** What a network is given and gives is known once preprocessing was fitted: the worker puts it in the place of these. */
const unknownUntilPrepared = { inputShape: [1], outputs: 1 }

/** Which rows a run trains and validates on; the sealed ones are read for purpose test alone. */
export function splitOf(
  { protocol }: StudyDefinition,
  plan: Pick<RunPlan, 'purpose' | 'fold' | 'split' | 'share'>,
): SplitSelection {
  const { kind, validationShare = 0.2, folds = 5, by, column, sealed, splitSeed } = protocol
  return {
    protocol: kind === 'kfold' ? { kind, folds, fold: plan.fold ?? 0 } : { kind, validationShare },
    by,
    ...(column === undefined ? {} : { column }),
    seed: plan.split ?? splitSeed,
    ...(plan.share === undefined ? {} : { trainShare: plan.share }),
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
  readonly command: StartCommand
  readonly checkpoint?: Checkpoint | undefined
  /** The network that the run gave earlier, to be scored without training it again. */
  readonly model?: SavedModel | undefined
  /** In which the training ended that this one goes on from; absent: it is trained again. */
  readonly parentState?: Checkpoint | undefined
  /** As measured on this computer; absent: engines are tried in the study's order. */
  readonly speeds?: readonly EngineSpeed[]
}

/** What a worker is given to carry out a start. */
export function assignmentOf({
  id,
  definition,
  dataset,
  command,
  checkpoint,
  model,
  parentState,
  speeds = [],
}: AssignmentParts): Assignment {
  const { plan, keepModel } = command
  // A linear model at its own defaults, of the trial that it stands beside only the number.
  const isLinear = plan.purpose === 'linear'
  const isBaseline = isLinear || plan.purpose === 'constant'
  const template = isLinear ? 'linear' : definition.template
  const hyperparameters = completeHyperparameters(template, isLinear ? {} : command.configuration)
  const preprocessing = preprocessingFor(template, hyperparameters, definition.preprocessing)
  const job: TrainingJob = {
    template,
    ...(isLinear || definition.topology === undefined ? {} : { topology: definition.topology }),
    task: definition.task,
    ...unknownUntilPrepared,
    hyperparameters,
    seed: plan.seed,
    monitor: watchedBy(definition),
  }
  // After a failure it has a worker to itself; so have parts of trainings, and sequels of others.
  const { lineage, share } = command
  const inParts = lineage !== undefined || share !== undefined || command.keepState
  const alone = isBaseline || inParts || command.attempt > 1 || model !== undefined
  const stack = alone ? undefined : stackName(template, hyperparameters)
  return {
    id,
    job,
    dataset,
    split: splitOf(definition, plan),
    ...(preprocessing ? { preprocessing } : {}),
    engines: definition.engines,
    ...(speeds.length > 0 ? { speeds } : {}),
    ...(checkpoint ? { checkpoint } : {}),
    ...(model ? { score: model } : {}),
    ...(share === undefined ? {} : { untilEpoch: untilEpoch(share, hyperparameters.epochs) }),
    ...(lineage ? { startFrom: startingPoint(template, lineage, parentState) } : {}),
    ...(command.keepState ? { keepState: true as const } : {}),
    checkpointEveryMs,
    ...(command.checkpointAt ? { checkpointAt: command.checkpointAt } : {}),
    keepModel,
    ...(plan.purpose === 'constant' ? { constant: true as const } : {}),
    // Networks that train together see the same rows.
    ...(stack === undefined ? {} : { stack: [definition.id, plan.split, plan.fold, plan.share, stack].join(' ') }),
  }
}

/** The epoch that a share of a training ends with. */
function untilEpoch(share: number, epochs: number): number {
  return Math.max(1, Math.round(share * epochs))
}

function startingPoint(
  template: TemplateName,
  { as, ancestors }: Lineage,
  checkpoint: Checkpoint | undefined,
): StartingPoint {
  return {
    as,
    ancestors: ancestors.map(({ configuration, seed, share, as: how }) => {
      const hyperparameters = completeHyperparameters(template, configuration)
      return {
        hyperparameters,
        seed,
        ...(share === undefined ? {} : { untilEpoch: untilEpoch(share, hyperparameters.epochs) }),
        ...(how ? { as: how } : {}),
      }
    }),
    ...(checkpoint ? { checkpoint } : {}),
  }
}
