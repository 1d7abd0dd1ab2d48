import type { Graph, Node, Value } from '../graph/types.ts'
import type { TrainingStep } from '../step/training-step.ts'
import type { Declaration, Dimension, GraphParts } from './model.ts'
import { writeGraph, writeModel } from './model.ts'

/** Prefix of a state's name outside the loop, before and after it. */
export const before = (name: string): string => `before:${name}`
export const after = (name: string): string => `after:${name}`

const declare = (value: Pick<Value, 'name' | 'dtype' | 'shape'>): Declaration => value

/**
 * Each output of a graph must be assigned by a node of its own: an output that is an input, a constant, or another
 * output as well is copied.
 */
function withOwnOutputs(graph: Graph, prefix: string): { nodes: Node[]; outputs: Declaration[] } {
  const nodes: Node[] = [...graph.nodes]
  const assigned = new Set(graph.nodes.flatMap((node) => node.outputs))
  const taken = new Set<Value>()
  const outputs = graph.outputs.map(({ name, value }) => {
    if (assigned.has(value) && !taken.has(value)) {
      taken.add(value)
      return declare(value)
    }
    const copy: Value = { name: `${prefix}${name}`, shape: value.shape, dtype: value.dtype }
    nodes.push({ op: 'Identity', inputs: [value], attributes: {}, outputs: [copy] })
    return declare(copy)
  })
  return { nodes, outputs }
}

const open = (value: Value): Declaration => {
  const [first, ...others] = value.shape
  const shape: Dimension[] = first === 0 ? [`${value.name}:count`, ...others] : [...value.shape]
  return { name: value.name, dtype: value.dtype, shape }
}

/**
 * The model that runs a training step many times: inputs `count` (int64, number of steps), the state before, what lies
 * around the step; outputs the state after and `losses` [count].
 */
export function writeLoop(step: TrainingStep): Uint8Array {
  const count: Value = { name: 'count', shape: [], dtype: 'int64' }
  const initial = step.state.map((tensor): Value => ({ ...tensor, name: before(tensor.name) }))
  const final = step.state.map((tensor): Value => ({ ...tensor, name: after(tensor.name) }))
  const losses: Value = { name: 'losses', shape: [0], dtype: 'float32' }
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

/** A model of one graph that is run as it is. */
export function writeSingle(graph: Graph): Uint8Array {
  const { nodes, outputs } = withOwnOutputs(graph, 'output:')
  return writeModel({
    name: graph.name,
    inputs: graph.inputs.map(declare),
    outputs,
    nodes: nodes.map((node) => ({ node })),
  })
}
