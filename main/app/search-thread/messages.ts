/** What the application and its search thread say to one another; structured-cloned. */
import type { DatasetPreview, TrialDiagnosis } from '../../../preload/contract/types.ts'
import type { PreprocessingOptions } from '../../data/preprocess/options.ts'
import type { DatasetReference, SplitSelection } from '../../data/reference.ts'
import type { Insights } from '../../search/explain/insights.ts'
import type { WhatIf } from '../../search/explain/what-if.ts'
import type { SearchProblem, Suggestion } from '../../search/sampler.ts'
import type { Configuration } from '../../search/space/types.ts'
import type { StoppingAdvice } from '../../search/stopping/advice.ts'
import type { StoppingRule } from '../../search/stopping/rules.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { Options } from '../../study/study.ts'
import type { DiagnosisQuestion } from './question.ts'

export type ToSearchThread =
  /** Before anything else about a study. */
  | {
      readonly type: 'open'
      readonly study: string
      readonly problem: SearchProblem
      readonly sampler: { readonly name: string; readonly options: Options }
      readonly seed: number
    }
  /** Trials that are new, or not as they were at the last ask. */
  | { readonly type: 'know'; readonly study: string; readonly changed: readonly SearchTrial[] }
  /** Suggest trial `number` from what is known, and from trials that will have been queued before it. */
  | {
      readonly type: 'ask'
      readonly call: number
      readonly study: string
      readonly number: number
      readonly assumed: readonly SearchTrial[]
      /** When the search ends by time; see Ask. */
      readonly seconds?: number
    }
  /** What the trials that are known say about the parameters. */
  | {
      readonly type: 'explain'
      readonly call: number
      readonly study: string
      readonly noise: number | undefined
      /** Parameter to group. */
      readonly groups: Readonly<Record<string, string>>
    }
  /** What a configuration would probably give. */
  | {
      readonly type: 'whatIf'
      readonly call: number
      readonly study: string
      readonly configuration: Configuration
      readonly others: readonly Configuration[]
    }
  /** What stopping criteria say of the trials that are known. */
  | { readonly type: 'advise'; readonly call: number; readonly study: string; readonly rules: readonly StoppingRule[] }
  | { readonly type: 'close'; readonly study: string }
  /** Load a dataset, split it, and say what a network would be given. */
  | {
      readonly type: 'inspect'
      readonly call: number
      readonly dataset: DatasetReference
      readonly split: SplitSelection
      readonly preprocessing: PreprocessingOptions | undefined
    }
  /** Where a trained network errs on the rows that it was validated on. */
  | ({ readonly type: 'diagnose'; readonly call: number } & DiagnosisQuestion)
  /** A small picture of the dataset in a folder. */
  | { readonly type: 'preview'; readonly call: number; readonly folder: string }

export type FromSearchThread =
  | { readonly type: 'diagnosed'; readonly call: number; readonly diagnosis: TrialDiagnosis }
  | { readonly type: 'previewed'; readonly call: number; readonly preview: DatasetPreview }
  | { readonly type: 'suggested'; readonly call: number; readonly suggestion: Suggestion }
  | { readonly type: 'explained'; readonly call: number; readonly insights: Insights }
  | { readonly type: 'advised'; readonly call: number; readonly advice: readonly StoppingAdvice[] }
  | { readonly type: 'expected'; readonly call: number; readonly whatIf: WhatIf }
  | { readonly type: 'inspected'; readonly call: number; readonly shape: DataShape }
  | { readonly type: 'failed'; readonly call: number; readonly code?: string; readonly message: string }

/** What a split of a dataset gives a network. */
export interface DataShape {
  readonly inputShape: readonly number[]
  readonly outputs: number
  /** See TrainingData. */
  readonly vocabulary?: number
  readonly targetsPerExample?: number
  readonly task: 'classification' | 'regression'
  readonly rows: { readonly train: number; readonly validation: number; readonly sealed: number }
}
