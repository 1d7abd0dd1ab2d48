import type { TemplateName } from '../templates/names.ts'

interface Described {
  readonly title: string
  /** What it does, in one sentence. */
  readonly doc: string
  readonly templates: readonly TemplateName[]
  /** It acts only while another hyperparameter holds one of these values. */
  readonly actsWith?: { readonly name: string; readonly in: readonly (string | number | boolean)[] }
}

export interface NumberSpec extends Described {
  readonly kind: 'float' | 'int'
  /** Inclusive, unless `open` says otherwise. */
  readonly min: number
  readonly max: number
  /** Ends of the range that are not allowed themselves. */
  readonly open?: readonly ('min' | 'max')[]
  /** Absent: the value may be absent too. */
  readonly default?: number
  /** Defaults that suit an optimizer, by its name, where it was chosen and this was not. */
  readonly defaultFor?: Readonly<Record<string, number>>
}

export interface ChoiceSpec extends Described {
  readonly kind: 'choice'
  readonly choices: readonly string[]
  /** Those that a template has, where it has not all of them. */
  readonly choicesFor?: Partial<Readonly<Record<TemplateName, readonly string[]>>>
  readonly default?: string
}

export interface SwitchSpec extends Described {
  readonly kind: 'bool'
  readonly default: boolean
}

export type HyperparameterSpec = NumberSpec | ChoiceSpec | SwitchSpec

export const all: readonly TemplateName[] = ['linear', 'mlp', 'cnn', 'text', 'nextToken', 'sequence', 'custom']
/** Templates with hidden layers of any sort. */
export const hidden: readonly TemplateName[] = ['mlp', 'cnn', 'text', 'nextToken', 'sequence']
/** Templates that end in dense hidden layers. */
export const withHiddenDense: readonly TemplateName[] = ['mlp', 'cnn', 'text', 'nextToken', 'sequence']
export const convolutional: readonly TemplateName[] = ['cnn', 'text', 'sequence']
/** Templates whose inputs are quantities. */
export const ofNumbers: readonly TemplateName[] = ['linear', 'mlp', 'cnn', 'sequence', 'custom']
/** Templates whose inputs are token numbers. */
export const ofTokens: readonly TemplateName[] = ['text', 'nextToken']
