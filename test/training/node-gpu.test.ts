import { createRequire } from 'node:module'
import { describe, expect, test, vi } from 'vitest'
import { Engines } from '../../main/training/engines/open.ts'
import { jobFor, smallData } from './small-jobs.ts'

const require = createRequire(import.meta.url)
const found = { util: false, growth: undefined as string | undefined }

/**
 * A stand-in for the native package, which most machines cannot load: like it, it registers a tfjs backend named "tensorflow"
 * when imported, and needs two functions of node:util that newer versions of Node lack.
 */
vi.mock('@tensorflow/tfjs-node-gpu', async () => {
  const tf = await import('@tensorflow/tfjs-core')
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu/dist/base.js')
  await import('@tensorflow/tfjs-backend-cpu')
  const util = require('node:util') as Record<string, unknown>
  found.util = typeof util['isNullOrUndefined'] === 'function' && typeof util['isArray'] === 'function'
  found.growth = process.env['TF_FORCE_GPU_ALLOW_GROWTH']
  tf.copyRegisteredKernels('cpu', 'tensorflow')
  tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { isUsingGpuDevice: gpu }))
  return {}
})
let gpu = true

describe('the tfjs-node-gpu engine', () => {
  test('trains as tfjs cpu does, having prepared what the package needs, and names the device it got', async () => {
    const engines = new Engines({ clock: () => 0 })
    const data = smallData()
    const slice = {
      rows: Int32Array.from({ length: 48 }, (_, row) => row),
      learningRates: new Float32Array(3).fill(0.05),
      firstStep: 0,
    }
    const losses = async (name: 'tfjs-node-gpu' | 'tfjs-cpu') => {
      const { engine, session } = await engines.open([name], jobFor(data, { dropout: 0.3 }), data)
      const trained = await session.train(slice)
      await session.dispose()
      return { engine: engine.name, device: engine.device, trained }
    }
    const [native, reference] = [await losses('tfjs-node-gpu'), await losses('tfjs-cpu')]
    expect(native).toEqual({ ...reference, engine: 'tfjs-node-gpu', device: 'cuda' })
    expect(found).toEqual({ util: true, growth: 'true' })
  })

  test('does not claim a GPU where TensorFlow computes on the processor', async () => {
    const tf = await import('@tensorflow/tfjs-core')
    Object.assign(tf.findBackend('tensorflow'), { isUsingGpuDevice: (gpu = false) })
    expect((await new Engines({ clock: () => 0 }).engine('tfjs-node-gpu')).device).toBe('cpu')
  })
})
