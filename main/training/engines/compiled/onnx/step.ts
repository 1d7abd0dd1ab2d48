import { writeModel } from './model.ts'
import type { LoopedStep } from './loop.ts'
import { open } from './loop.ts'
import { declare, withOwnOutputs } from './outputs.ts'

export interface StepModel {
  readonly bytes: Uint8Array
  /** Names of the model's outputs: the state after the step in the state's order, then the loss. */
  readonly outputs: readonly string[]
}

/** The model that runs a training step once: inputs are the state, under its own names, and what lies around the step. */
export function writeStep(step: LoopedStep): StepModel {
  const { nodes, outputs } = withOwnOutputs(step.body, 'next:')
  const bytes = writeModel({
    name: step.body.name,
    inputs: [...step.body.inputs.map(declare), ...step.around.map(open)],
    outputs,
    nodes: nodes.map((node) => ({ node })),
  })
  return { bytes, outputs: outputs.map(({ name }) => name) }
}
