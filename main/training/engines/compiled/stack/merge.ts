import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Examples } from '../../../examples.ts'
import { before } from '../onnx/loop.ts'
import { runtime } from '../run/runtime.ts'
import { sharingAround } from './stacked-step.ts'
import type { TrainingStep } from '../step/training-step.ts'

type Feeds = InferenceSession.FeedsType
type Numbers = Float32Array | Int32Array

const make = (type: 'float32' | 'int32', data: Numbers, shape: readonly number[]): Tensor =>
  new (runtime().Tensor)(type, data as Float32Array, [...shape]) as Tensor

const arrayLike = (source: Tensor, length: number): Numbers =>
  source.type === 'int32' ? new Int32Array(length) : new Float32Array(length)

/** Tensors of members one behind the other: [members, ...shape]. */
function behindOneAnother(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors
  const { size } = first!
  const data = arrayLike(first!, size * tensors.length)
  tensors.forEach((tensor, member) => data.set(tensor.data as Float32Array, member * size))
  return make(first!.type as 'float32', data, [tensors.length, ...first!.dims])
}

/** Tensors [steps, ...row] of members, interleaved by step: [steps, members, ...row]. */
function bySteps(tensors: readonly Tensor[]): Tensor {
  const [steps = 0, ...row] = tensors[0]!.dims
  const width = row.reduce((product, size) => product * size, 1)
  const data = arrayLike(tensors[0]!, tensors.length * steps * width)
  tensors.forEach((tensor, member) => {
    const source = tensor.data as Float32Array
    for (let step = 0; step < steps; step++) {
      const at = (step * tensors.length + member) * width
      if (width === 1) data[at] = source[step]!
      else data.set(source.subarray(step * width, (step + 1) * width), at)
    }
  })
  return make(tensors[0]!.type as 'float32', data, [steps, tensors.length, ...row])
}

/** Rows of several sets of examples as rows of one. */
function joined(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors
  if (tensors.length === 1) return first!
  const [, ...row] = first!.dims
  const data = arrayLike(
    first!,
    tensors.reduce((sum, { size }) => sum + size, 0),
  )
  let at = 0
  for (const tensor of tensors) {
    data.set(tensor.data as Float32Array, at)
    at += tensor.size
  }
  return make(first!.type as 'float32', data, [tensors.reduce((sum, { dims }) => sum + dims[0]!, 0), ...row])
}

/** Examples of all members as one set: those that members have in common once, others (folds) one behind the other. */
export interface SharedExamples {
  readonly feeds: Feeds
  /** What each member's row numbers are raised by. */
  readonly offsets: readonly number[]
}

/** @param members each member's examples, and what it would feed by itself */
export function shareExamples(
  members: readonly { readonly examples: Examples; readonly feeds: Feeds }[],
): SharedExamples {
  const starts = new Map<Examples, number>()
  const distinct: Feeds[] = []
  let rows = 0
  const offsets = members.map(({ examples, feeds }) => {
    const known = starts.get(examples)
    if (known !== undefined) return known
    const start = rows
    starts.set(examples, start)
    distinct.push(feeds)
    rows += examples.count
    return start
  })
  const join = (name: string): Tensor => joined(distinct.map((feeds) => feeds[name] as Tensor))
  return { feeds: { inputs: join('inputs'), targets: join('targets') }, offsets }
}

/** State of all members in the form in which a stacked step takes it. */
export function joinState(step: TrainingStep, members: readonly Feeds[]): Feeds {
  return Object.fromEntries(
    step.state.map(({ name }) => [
      before(name),
      behindOneAnother(members.map((feeds) => feeds[before(name)] as Tensor)),
    ]),
  )
}

/** One member's part of a stacked state: a view. */
export function stateOf(step: TrainingStep, stacked: Feeds, member: number): Feeds {
  return Object.fromEntries(
    step.state.map(({ name, shape }) => {
      const data = stacked[before(name)]!.data as Float32Array
      const size = shape.reduce((product, length) => product * length, 1)
      return [before(name), make('float32', data.subarray(member * size, (member + 1) * size), shape)]
    }),
  )
}

/** Row numbers and scalars of all members. */
export function joinAround(step: TrainingStep, members: readonly Feeds[], offsets: readonly number[]): Feeds {
  const feeds: Record<string, Tensor> = {}
  for (const value of step.around) {
    const sharing = sharingAround(value)
    const tensors = members.map((each) => each[value.name] as Tensor)
    if (sharing === 'member') feeds[value.name] = behindOneAnother(tensors)
    else if (sharing === 'stepped')
      feeds[value.name] = bySteps(value.name === 'rows' ? tensors.map((rows, m) => raised(rows, offsets[m]!)) : tensors)
  }
  return feeds
}

function raised(rows: Tensor, offset: number): Tensor {
  if (offset === 0) return rows
  return make(
    'int32',
    (rows.data as Int32Array).map((row) => row + offset),
    rows.dims,
  )
}
