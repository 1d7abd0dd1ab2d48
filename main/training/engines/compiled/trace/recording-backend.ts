import * as tf from '@tensorflow/tfjs-core'
import type { Attribute, Attributes, ConstantData, DType, Graph, Node, Value } from '../graph/types.ts'
import { UnsupportedKernel } from '../../engine.ts'
import { TraceFault } from './fault.ts'
import { kernelRules } from './kernels/table.ts'

export const recordingBackendName = 'sweetspot-trace'

interface Recorded {
  readonly value: Value
  references: number
}

type DataId = object

const toConstant = (values: tf.BackendValues, dtype: tf.DataType): ConstantData => {
  if (dtype === 'float32') return Float32Array.from(values as unknown as ArrayLike<number>)
  if (dtype === 'int32') return Int32Array.from(values as unknown as ArrayLike<number>)
  if (dtype === 'bool') return Uint8Array.from(values as unknown as ArrayLike<number>)
  throw new TraceFault(`A tensor of type ${dtype} cannot be recorded.`)
}

/** A tfjs backend whose kernels write down what they were asked for instead of computing it. */
export class RecordingBackend extends tf.KernelBackend {
  readonly #storage: tf.DataStorage<Recorded>
  #inputs: Value[] = []
  #nodes: Node[] = []
  #count = 0

  constructor() {
    super()
    this.#storage = new tf.DataStorage<Recorded>(this, tf.engine())
  }

  /** Starts a new graph. Tensors of earlier graphs must not be used any more. */
  begin(): void {
    this.#inputs = []
    this.#nodes = []
    this.#count = 0
  }

  finish(name: string, outputs: Graph['outputs']): Graph {
    return { name, inputs: this.#inputs, nodes: this.#nodes, outputs }
  }

  /** A tensor that stands for a graph input. */
  input(name: string, shape: readonly number[], dtype: DType): tf.Tensor {
    const value: Value = { name, shape: [...shape], dtype }
    this.#inputs.push(value)
    return tf.engine().makeTensorFromDataId(this.#hold(value), [...shape], dtype as tf.DataType)
  }

  tracedValue(tensor: tf.TensorInfo): Value {
    return this.#storage.get(tensor.dataId).value
  }

  record(op: string, inputs: tf.NamedTensorInfoMap, attributes: Attributes): tf.TensorInfo[] {
    const names = Object.keys(inputs).filter((name) => inputs[name] !== undefined && inputs[name] !== null)
    const list = names.map((name) => this.tracedValue(inputs[name]!))
    const rule = kernelRules.get(op)
    if (rule === undefined) throw new UnsupportedKernel(op, 'compiled')
    const call = { inputs: Object.fromEntries(names.map((name, index) => [name, list[index]!])), list, attributes }
    let types
    try {
      types = rule(call)
    } catch (error) {
      throw new TraceFault(`${op} cannot be recorded: ${error instanceof Error ? error.message : String(error)}.`)
    }
    const outputs = types.map((type): Value => ({ name: String(this.#count++), ...type }))
    this.#nodes.push({ op, inputs: list, inputNames: names, attributes, outputs })
    return outputs.map((value) => ({
      dataId: this.#hold(value),
      shape: [...value.shape],
      dtype: value.dtype as tf.DataType,
    }))
  }

  #hold(value: Value): DataId {
    const dataId = {}
    this.#storage.set(dataId, { value, references: 1 })
    return dataId
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): DataId {
    return this.#hold({
      name: `c${this.#count++}`,
      shape: [...shape],
      dtype: dtype as DType,
      data: toConstant(values, dtype),
    })
  }

  override move(
    dataId: DataId,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    const value = {
      name: `c${this.#count++}`,
      shape: [...shape],
      dtype: dtype as DType,
      data: toConstant(values, dtype),
    }
    this.#storage.set(dataId, { value, references })
  }

  override readSync(dataId: DataId): tf.BackendValues {
    const { value } = this.#storage.get(dataId)
    if (value.data !== undefined && !(value.data instanceof BigInt64Array)) return value.data as tf.BackendValues
    throw new TraceFault(
      `The program read the value of %${value.name} while it was being recorded; a compiled step cannot depend on values it has not computed yet.`,
    )
  }

  override read(dataId: DataId): Promise<tf.BackendValues> {
    return Promise.resolve(this.readSync(dataId))
  }

  override refCount(dataId: DataId): number {
    return this.#storage.has(dataId) ? this.#storage.get(dataId).references : 0
  }

  override incRef(dataId: DataId): void {
    this.#storage.get(dataId).references++
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.#storage.has(dataId)) return true
    const recorded = this.#storage.get(dataId)
    recorded.references--
    if (!force && recorded.references > 0) return false
    this.#storage.delete(dataId)
    return true
  }

  override numDataIds(): number {
    return this.#storage.numDataIds()
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true }
  }

  override timerAvailable(): boolean {
    return false
  }

  override floatPrecision(): 16 | 32 {
    return 32
  }

  override epsilon(): number {
    return 1e-7
  }

  override dispose(): void {}
}

/** Kernels that change nothing about the elements give back the tensor that they were given. */
function isAlias(op: string, x: tf.TensorInfo, attributes: Attributes): boolean {
  return op === 'Identity' || (op === 'Cast' && attributes['dtype'] === x.dtype)
}

function toAttributes(attributes: object | undefined): Attributes {
  const kept: Record<string, Attribute> = {}
  for (const [key, value] of Object.entries(attributes ?? {}))
    if (value !== undefined && typeof value !== 'function')
      kept[key] = Array.isArray(value) ? (value.flat() as number[]) : (value as Attribute)
  return kept
}

let registered: RecordingBackend | undefined

/** The one recording backend of this process, registered with tfjs on first use. */
export function recordingBackend(): RecordingBackend {
  if (registered !== undefined) return registered
  const recorder = new RecordingBackend()
  tf.registerBackend(recordingBackendName, () => recorder, 0)
  for (const kernelName of kernelRules.keys())
    tf.registerKernel({
      kernelName,
      backendName: recordingBackendName,
      kernelFunc: ({ inputs, attrs }) => {
        const attributes = toAttributes(attrs)
        const x = inputs['x'] as tf.TensorInfo | undefined
        if (x !== undefined && isAlias(kernelName, x, attributes)) {
          recorder.incRef(x.dataId)
          return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
        }
        const outputs = recorder.record(kernelName, inputs, attributes)
        return outputs.length === 1 ? outputs[0]! : outputs
      },
    })
  registered = recorder
  return recorder
}
