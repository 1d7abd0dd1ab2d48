import cnn from '../../../resources/templates/cnn.json' with { type: 'json' }
import custom from '../../../resources/templates/custom.json' with { type: 'json' }
import linear from '../../../resources/templates/linear.json' with { type: 'json' }
import mlp from '../../../resources/templates/mlp.json' with { type: 'json' }
import nextToken from '../../../resources/templates/nextToken.json' with { type: 'json' }
import sequence from '../../../resources/templates/sequence.json' with { type: 'json' }
import text from '../../../resources/templates/text.json' with { type: 'json' }
import type { TemplateName } from './names.ts'

/** A template as its file in resources/templates describes it. The space is a SearchSpace of main/search. */
export interface TemplateDefinition {
  readonly id: TemplateName
  readonly title: string
  /** What it is for, in one sentence. */
  readonly doc: string
  /** Hyperparameters in which it departs from the table's defaults. */
  readonly defaults: Readonly<Record<string, number | string | boolean>>
  readonly space: unknown
  /** Why each parameter of the space varies, and in this range. */
  readonly reasons: Readonly<Record<string, string>>
}

export const templateDefinitions: Readonly<Record<TemplateName, TemplateDefinition>> = {
  linear: linear as TemplateDefinition,
  mlp: mlp as TemplateDefinition,
  cnn: cnn as TemplateDefinition,
  text: text as TemplateDefinition,
  nextToken: nextToken as TemplateDefinition,
  sequence: sequence as TemplateDefinition,
  custom: custom as TemplateDefinition,
}
