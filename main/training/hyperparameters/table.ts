import { architectureTable } from './architecture.ts'
import type { ArchitectureHyperparameters, PerLayer } from './architecture.ts'
import { augmentationTable } from './augmentation.ts'
import type { AugmentationHyperparameters } from './augmentation.ts'
import { averagingTable } from './averaging.ts'
import type { AveragingHyperparameters } from './averaging.ts'
import { convolutionTable } from './convolution.ts'
import type { ConvolutionHyperparameters } from './convolution.ts'
import { courseTable } from './course.ts'
import type { CourseHyperparameters } from './course.ts'
import { lossTable } from './loss.ts'
import type { LossHyperparameters } from './loss.ts'
import { optimizerTable } from './optimizer.ts'
import type { OptimizerHyperparameters } from './optimizer.ts'
import { recurrentTable } from './recurrent.ts'
import type { RecurrentHyperparameters } from './recurrent.ts'
import { regularisationTable } from './regularisation.ts'
import type { RegularisationHyperparameters } from './regularisation.ts'
import { scheduleTable } from './schedule.ts'
import type { ScheduleHyperparameters } from './schedule.ts'
import type { HyperparameterSpec } from './spec.ts'
import { tokenTable } from './tokens.ts'
import type { TokenHyperparameters } from './tokens.ts'

/**
 * Everything that a template understands, complete. A study's search space names these; a configuration is completed by
 * complete.ts. Ranges, defaults and meaning stand with each group.
 */
export interface Hyperparameters
  extends
    ScheduleHyperparameters,
    CourseHyperparameters,
    ArchitectureHyperparameters,
    ConvolutionHyperparameters,
    LossHyperparameters,
    OptimizerHyperparameters,
    RecurrentHyperparameters,
    RegularisationHyperparameters,
    AugmentationHyperparameters,
    AveragingHyperparameters,
    TokenHyperparameters {
  /** Of the template custom: values of the placeholders of its topology. */
  readonly placeholders?: Readonly<Record<string, number | string | boolean>>
}

/** What a configuration may name. `regularisation` and neurons1 .. neurons8 are folded into Hyperparameters by completion. */
export type HyperparameterName =
  Exclude<keyof Hyperparameters, 'neuronsPerLayer' | 'placeholders'> | PerLayer | 'regularisation'

/** Every hyperparameter: kind, range, default and meaning. The single source for validation, documentation and forms. */
export const hyperparameterTable: Readonly<Record<HyperparameterName, HyperparameterSpec>> = {
  ...scheduleTable,
  ...courseTable,
  ...architectureTable,
  ...convolutionTable,
  ...lossTable,
  ...optimizerTable,
  ...recurrentTable,
  ...regularisationTable,
  ...tokenTable,
  ...augmentationTable,
  ...averagingTable,
}
