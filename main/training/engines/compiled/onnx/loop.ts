import type { Graph, Node, Value } from '../graph/types.ts'
import type { Declaration, Dimension, GraphParts } from './model.ts'
import { writeGraph, writeModel } from './model.ts'
import { declare, withOwnOutputs } from './outputs.ts'

/** Prefix of a state's name outside the loop, before and after it. */
export const before = (name: string): string => `before:${name}`
export const after = (name: string): string => `after:${name}`

/** What a loop needs to know of the step that it repeats; see TrainingStep. */
export interface LoopedStep {
  readonly body: Graph
  readonly state: readonly Pick<Value, 'name' | 'shape' | 'dtype'>[]
  readonly around: readonly Value[]
}

/** A first size of 0 is known only when running. */
export const open = (value: Value): Declaration => {
  const [first, ...others] = value.shape
  const shape: Dimension[] = first === 0 ? [`${value.name}:count`, ...others] : [...value.shape]
  return { name: value.name, dtype: value.dtype, shape }
}

/**
 * The model that runs a training step many times: inputs `count` (int64, number of steps), the state before, what lies
 * around the step; outputs the state after and `losses` [count, ...shape of a step's loss].
 */
export function writeLoop(step: LoopedStep): Uint8Array {
  const count: Value = { name: 'count', shape: [], dtype: 'int64' }
  const initial = step.state.map((tensor): Value => ({ ...tensor, name: before(tensor.name) }))
  const final = step.state.map((tensor): Value => ({ ...tensor, name: after(tensor.name) }))
  const loss = step.body.outputs.find(({ name }) => name === 'loss')
  const losses: Value = { name: 'losses', shape: [0, ...(loss?.value.shape ?? [])], dtype: 'float32' }
  const { nodes, outputs } = withOwnOutputs(step.body, 'next:')
  const body: GraphParts = {
    name: step.body.name,
    inputs: step.body.inputs.map(declare),
    outputs,
    nodes: nodes.map((node) => ({ node })),
  }
  const loop: Node = { op: 'Loop', inputs: [count, null, ...initial], attributes: {}, outputs: [...final, losses] }
  return writeModel({
    name: 'training',
    inputs: [declare(count), ...initial.map(declare), ...step.around.map(open)],
    outputs: [...final.map(declare), open(losses)],
    nodes: [{ node: loop, subgraphs: { body: (writer) => writeGraph(writer, body) } }],
  })
}
