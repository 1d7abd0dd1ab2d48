import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { writeModel } from '../onnx/model.ts'
import type { OpenedTarget } from './target.ts'

type DType = 'float32' | 'int32'

/** Moves tensors between the processor's memory and the device's, by graphs that do nothing else. */
export class Transfer {
  readonly #target: OpenedTarget
  readonly #sessions = new Map<string, Promise<InferenceSession>>()

  constructor(target: OpenedTarget) {
    this.#target = target
  }

  /** A copy in the device's memory, to be disposed of. */
  async up(tensor: Tensor): Promise<Tensor> {
    return this.#target.keepsState ? this.#copy(tensor, 'gpu-buffer') : tensor
  }

  /** The tensor in the processor's memory; itself if it is there. */
  async down(tensor: Tensor): Promise<Tensor> {
    return tensor.location === 'cpu' ? tensor : this.#copy(tensor, 'cpu')
  }

  async #copy(tensor: Tensor, to: 'cpu' | 'gpu-buffer'): Promise<Tensor> {
    const session = await this.#session(tensor.type as DType, tensor.dims.length, to)
    return (await session.run({ x: tensor }))['y']!
  }

  #session(dtype: DType, rank: number, to: 'cpu' | 'gpu-buffer'): Promise<InferenceSession> {
    const key = `${dtype} ${rank} ${to}`
    let session = this.#sessions.get(key)
    if (session === undefined) {
      const { runtime, sessionOptions } = this.#target
      const shape = Array.from({ length: rank }, (_, axis) => `size${axis}`)
      const value = { name: 'x', shape: Array<number>(rank).fill(0), dtype }
      const model = writeModel({
        name: 'transfer',
        inputs: [{ name: 'x', shape, dtype }],
        outputs: [{ name: 'y', shape, dtype }],
        nodes: [{ node: { op: 'Identity', inputs: [value], attributes: {}, outputs: [{ ...value, name: 'y' }] } }],
      })
      session = runtime.InferenceSession.create(model, { ...sessionOptions, preferredOutputLocation: to })
      this.#sessions.set(key, session)
    }
    return session
  }

  async dispose(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).release()
    this.#sessions.clear()
  }
}
