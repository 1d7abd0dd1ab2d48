import type { TrainingProgram } from '../../../program/program.ts'
import { adaptToGpu } from '../adapt/adapt.ts'
import { check } from '../check/check.ts'
import type { Graph, Value } from '../graph/types.ts'
import { sizeOf } from '../graph/types.ts'
import { Builder } from '../lower/builder.ts'
import { lower } from '../lower/lower.ts'
import { onnxRules } from '../lower/shapes/table.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import { layOut } from './parameter-layout.ts'
import { recordPrediction } from './record-program.ts'
import { recordTwice } from './record-twice.ts'
import type { StepForm } from './training-step.ts'
import { takeApart } from './weight-access.ts'

/** Names what a prediction depends on: the network and the layout of its parameters, not how it is trained. */
export function predictionKey(program: TrainingProgram, batchSize: number): string {
  const vectors = layOut(program).map(({ name, placements }) => [name, placements.map(({ weight }) => weight.name)])
  return JSON.stringify([batchSize, program.spec, program.job.task, vectors])
}

/**
 * Records a program's network in use and writes it with ONNX operators. Inputs: the vectors of parameters and the
 * statistics of a training step, and `inputs` [batchSize, elements]; output: `outputs` [batchSize, outputs].
 */
export function predictionGraph(
  program: TrainingProgram,
  batchSize: number,
  { device = 'cpu', recorder = recordTwice }: Pick<StepForm, 'device' | 'recorder'> = {},
): Graph {
  const recorded = rewrite(recorder(program, (each) => recordPrediction(each, batchSize)))
  const builder = new Builder()
  const weights: [string, Value][] = []
  for (const vector of layOut(program))
    weights.push(...takeApart(builder, vector, builder.input(vector.name, vector.shape, 'float32')))
  for (const { name, shape, trainable } of program.weights)
    if (!trainable) weights.push([name, builder.input(name, shape, 'float32')])
  const flat = builder.input('inputs', [batchSize, sizeOf(program.job.inputShape)], 'float32')
  const x = builder.reshape(flat, [batchSize, ...program.job.inputShape])
  const { outputs } = lower(builder, recorded, { ...Object.fromEntries(weights), x })
  const finished = builder.finish('prediction', [{ name: 'outputs', value: outputs! }])
  const graph = device === 'gpu' ? adaptToGpu(finished) : finished
  check(graph, onnxRules)
  return graph
}
