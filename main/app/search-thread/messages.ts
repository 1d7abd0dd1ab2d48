/** What the application and its search thread say to one another; structured-cloned. */
import type { SearchProblem, Suggestion } from '../../search/sampler.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { Options } from '../../study/study.ts'

export type ToSearchThread =
  /** Before anything else about a study; once more to forget what is known of its trials. */
  | {
      readonly type: 'open'
      readonly study: string
      readonly problem: SearchProblem
      readonly sampler: { readonly name: string; readonly options: Options }
      readonly seed: number
    }
  /** Suggest trial `number`; `changed` are the trials that are new or not as they were at the last ask. */
  | {
      readonly type: 'ask'
      readonly study: string
      readonly number: number
      readonly changed: readonly SearchTrial[]
    }
  | { readonly type: 'close'; readonly study: string }

export type FromSearchThread =
  | { readonly type: 'suggested'; readonly study: string; readonly number: number; readonly suggestion: Suggestion }
  | { readonly type: 'failed'; readonly study: string; readonly number: number; readonly message: string }
