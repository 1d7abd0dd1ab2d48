import type { Cell } from '../../../main/training/hyperparameters/recurrent.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import type { LayerSpec, ModelSpec } from '../../../main/training/spec/model-spec.ts'
import { templates } from '../../../main/training/templates/table.ts'
import type { JobOverrides } from './jobs.ts'
import { tinyJob } from './jobs.ts'

export interface RecurrentCase {
  readonly cell: Cell
  readonly bidirectional: boolean
  readonly sequences: boolean
  readonly dropout: boolean
  readonly masked: boolean
}

const both = [false, true] as const

/** Every cell in every form. */
export const recurrentCases: readonly RecurrentCase[] = (['lstm', 'gru', 'simpleRnn'] as const).flatMap((cell) =>
  both.flatMap((bidirectional) =>
    both.flatMap((sequences) =>
      both.flatMap((dropout) => both.map((masked) => ({ cell, bidirectional, sequences, dropout, masked }))),
    ),
  ),
)

export const nameOf = ({ cell, bidirectional, sequences, dropout, masked }: RecurrentCase): string =>
  [
    cell,
    ...(bidirectional ? ['in both directions'] : []),
    sequences ? 'giving all states' : 'giving the last state',
    ...(dropout ? ['with recurrent dropout'] : []),
    ...(masked ? ['and padding'] : []),
  ].join(' ')

const recurrent = (form: RecurrentCase, index: number, sequences: boolean): LayerSpec => ({
  ...form,
  kind: 'recurrent',
  name: `recurrent${index}`,
  units: 4 + index,
  sequences,
})

const specOf = (form: RecurrentCase, inputShape: readonly number[], layers: number): ModelSpec => ({
  inputShape,
  layers: [
    ...(form.masked ? ([{ kind: 'embedding', name: 'embedding', vocabulary: 9, units: 3 }] as const) : []),
    ...Array.from({ length: layers }, (_, index) => recurrent(form, index, form.sequences || index + 1 < layers)),
    ...(form.sequences ? ([{ kind: 'flatten', name: 'flatten' }] as const) : []),
    { kind: 'dense', name: 'output', units: 3, bias: true, activation: 'linear' },
  ],
})

/**
 * Runs `use` on a tiny job whose network is recurrent layers of this form, which no template need offer: on tokens with padding
 * if masked, else on five steps of three numbers.
 */
export async function withRecurrentJob(
  form: RecurrentCase,
  overrides: JobOverrides,
  use: (job: TrainingJob) => Promise<void>,
  layers = 1,
): Promise<void> {
  const inputShape = overrides.inputShape ?? (form.masked ? [5] : [5, 3])
  const template = form.masked ? 'text' : 'sequence'
  const job = tinyJob({
    template,
    inputShape,
    ...(form.masked ? { vocabulary: 9 } : {}),
    recurrentDropout: form.dropout ? 0.4 : 0,
    ...overrides,
  })
  const table = templates as Record<string, (typeof templates)[typeof template]>
  const own = table[template]!
  table[template] = () => specOf(form, inputShape, layers)
  try {
    await use(job)
  } finally {
    table[template] = own
  }
}
