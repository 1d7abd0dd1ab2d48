import { UnsupportedKernel } from '../../engine.ts'
import { check } from '../check/check.ts'
import type { Value } from '../graph/types.ts'
import { onnxRules } from '../lower/shapes/table.ts'
import type { LoopedStep } from '../onnx/loop.ts'
import type { TrainingStep } from '../step/training-step.ts'
import type { Sharing } from './sharing.ts'
import { vectorise } from './vectorise.ts'

/** How what lies around a training step is given to a stack. @throws UnsupportedKernel for what nobody has thought of */
export function sharingAround({ name, shape }: Value): Sharing {
  if (name === 'inputs' || name === 'targets') return 'shared'
  if (name === 'rows') return 'stepped'
  if (name.startsWith('scalar:')) return shape[0] === 0 ? 'stepped' : 'member'
  throw new UnsupportedKernel(`stacked input ${name}`, 'compiled')
}

/**
 * A training step of several networks of one structure: one Loop body with an axis of members. State and constant scalars
 * are [members, ...], row numbers [steps, members, batchSize], scalars of a step [steps, members], losses [steps, members];
 * the examples are shared.
 *
 * @throws UnsupportedKernel naming an operator that has no stacked form
 */
export function stackedStep(step: TrainingStep, members: number): LoopedStep {
  const carried = new Set(step.state.map(({ name }) => name))
  const around = new Set(step.around)
  const sharing = (value: Value): Sharing =>
    around.has(value) ? sharingAround(value) : carried.has(value.name) ? 'member' : 'shared'
  const stacked = vectorise(step.body, members, step.around, sharing)
  const body = stacked.graph
  check({ ...body, inputs: [...body.inputs, ...stacked.around] }, onnxRules)
  return {
    body,
    state: step.state.map(({ name, shape, dtype }) => ({ name, shape: [members, ...shape], dtype })),
    around: stacked.around,
  }
}
