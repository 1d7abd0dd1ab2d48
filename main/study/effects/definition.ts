import type { PreprocessingOptions } from '../../data/preprocess/options.ts'
import type { Direction } from '../../search/trial.ts'
import type { ParameterValue } from '../../search/space/types.ts'
import type { TemplateName } from '../../training/templates/names.ts'
import type { EvaluationProtocol } from '../protocol.ts'

export type Values = Readonly<Record<string, ParameterValue>>

/** What a column of an effect's table shows of one training; all of it stands in the journal. */
export type Quantity =
  /** A metric of the final weights, over all rows of a part. */
  | { readonly kind: 'final'; readonly part: 'train' | 'validation'; readonly metric: string }
  /** A metric of an epoch: of train the mean over its steps, as the weights were then. */
  | { readonly kind: 'atEpoch'; readonly part: 'train' | 'validation'; readonly metric: string; readonly epoch: number }
  /** Seconds of all epochs together, with the scoring after each. */
  | { readonly kind: 'seconds' }
  /** Seconds until a validation metric first reached a level; none where it never did. */
  | { readonly kind: 'secondsTo'; readonly metric: string; readonly better: Direction; readonly level: number }
  /** The first epoch at which a validation metric was within `tolerance` of the best that the same training reached. */
  | {
      readonly kind: 'epochsToConverge'
      readonly metric: string
      readonly better: Direction
      readonly tolerance: number
    }
  /** The epoch at which a validation metric was best. */
  | { readonly kind: 'bestEpoch'; readonly metric: string; readonly better: Direction }
  /** The best value over epochs of a validation metric. */
  | { readonly kind: 'bestOverEpochs'; readonly metric: string; readonly better: Direction }
  | { readonly kind: 'parameters' }

export interface EffectColumn {
  readonly id: string
  readonly title: string
  readonly quantity: Quantity
  /** Which is better. */
  readonly direction: Direction
  /** '' for a pure number; 'fraction' is shown in percent. */
  readonly unit: '' | 'fraction' | 's' | 'epochs'
}

/** One row of an effect's table. */
export interface EffectSetting {
  readonly label: string
  readonly values: Values
  /** The article's figures, by column. They are illustrative: it names no data, network or repeats. Absent: of the finer sweep. */
  readonly article?: Readonly<Record<string, number>>
  /** Strengths, rates and the like that this setting has to itself: the best of them is searched first. */
  readonly own?: readonly Values[]
}

/** What the quick version has instead. */
export interface QuickEffect {
  readonly seeds?: number
  readonly tuningSeeds?: number
  readonly fixed?: Values
  readonly settings?: readonly string[]
  readonly preprocessing?: PreprocessingOptions
  readonly protocol?: Partial<EvaluationProtocol>
}

/** A study of what one hyperparameter does: every setting, trained with several seeds, all else equal. */
export interface EffectDefinition {
  readonly id: string
  readonly title: string
  /** What the settings are settings of. */
  readonly varied: string
  readonly question: string
  readonly datasetId: string
  readonly template: TemplateName
  readonly preprocessing?: PreprocessingOptions
  readonly protocol: Partial<EvaluationProtocol>
  /** Hyperparameters that are the same for every setting. */
  readonly fixed: Values
  readonly settings: readonly EffectSetting[]
  /** The settings have an order, as a rate has and an optimizer has not. */
  readonly ordered: boolean
  /** Settings are numbers, and lie so on an axis; absent: they are names. */
  readonly scale?: 'linear' | 'log'
  /** A metric that is shown after each epoch too, of the setting that trains longest. */
  readonly curve?: string
  readonly objective: { readonly metric: string; readonly direction: Direction }
  /** The first one with figures of the article is what the effect is about. */
  readonly columns: readonly EffectColumn[]
  /** Trainings of each setting, with a seed each. */
  readonly seeds: number
  /** Trainings of each candidate, where the best of some is searched. */
  readonly tuningSeeds: number
  /** The fair version searches these for each setting, besides what is its own. */
  readonly fair: { readonly candidates: readonly Values[]; readonly why: string }
  /** Time is measured: one worker alone. */
  readonly timed?: boolean
  readonly quick: QuickEffect
  /** What a reader should know, a sentence each. */
  readonly notes: readonly string[]
}

export interface EffectVersion {
  /** naive: all else equal; fair: what suits a setting is searched for each of them, with the same small budget. */
  readonly kind: 'naive' | 'fair'
  readonly quick: boolean
}
