import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { Engines } from '../../../main/training/engines/open.ts'
import { jobFor, smallData } from '../small-jobs.ts'
import { useSoftwareGpu } from './software-gpu.ts'

function missingPackage(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('webgpu')
    return undefined
  } catch {
    return 'the optional package webgpu is not installed.'
  }
}

const missing = missingPackage() ?? useSoftwareGpu()
const note =
  missing === undefined ? 'tfjs runs WebGPU by Dawn on SwiftShader.' : `tfjs webgpu is not tested: ${missing}`
process.stderr.write(`${note}\n`)

// The whole contract passes too; on software it takes 90 seconds.
test.skipIf(missing !== undefined)('tfjs on WebGPU trains as tfjs cpu does', { timeout: 60_000 }, async () => {
  const engines = new Engines({ clock: () => performance.now() })
  const data = smallData()
  const job = jobFor(data, { layers: 2, dropout: 0.3, optimizer: 'adam' })
  const slice = {
    rows: Int32Array.from({ length: 5 * 16 }, (_, row) => row % data.train.count),
    learningRates: new Float32Array(5).fill(0.02),
    firstStep: 0,
  }
  const train = async (name: 'tfjs-webgpu' | 'tfjs-cpu') => {
    const { engine, session } = await engines.open([name], job, data)
    const losses = await session.train(slice)
    const predicted = await session.predict('validation', 0, 8)
    await session.dispose()
    return { device: engine.device, numbers: [...losses, ...predicted] }
  }
  const [webgpu, reference] = [await train('tfjs-webgpu'), await train('tfjs-cpu')]
  expect(webgpu.device).toMatch(/^webgpu/)
  webgpu.numbers.forEach((number, index) => expect(number).toBeCloseTo(reference.numbers[index]!, 4))
})
