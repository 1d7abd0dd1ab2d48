import { expect, test } from 'vitest'
import { completeHyperparameters } from '../../../main/training/hyperparameters/complete.ts'
import { Engines } from '../../../main/training/engines/open.ts'
import type { TrainingData } from '../../../main/training/examples.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { useSoftwareGpu } from './software-gpu.ts'

const missing = useSoftwareGpu()
process.stderr.write(
  `${missing === undefined ? 'An LSTM trains on SwiftShader.' : `WebGPU is not tested: ${missing}`}\n`,
)

/** Sentences of 6 tokens out of 20, of two kinds. */
function sentences(count: number) {
  const inputs = Float32Array.from({ length: count * 6 }, (_, index) => (index * 7 + (index >> 3)) % 20)
  return { count, inputs, targets: Int32Array.from({ length: count }, (_, row) => row % 2) }
}

test.skipIf(missing !== undefined)(
  'an embedding and an LSTM train on WebGPU as on the processor',
  { timeout: 60_000 },
  async () => {
    const data: TrainingData = {
      inputShape: [6],
      outputs: 2,
      task: 'classification',
      vocabulary: 20,
      train: sentences(32),
      validation: sentences(8),
    }
    const job: TrainingJob = {
      template: 'text',
      task: 'classification',
      inputShape: [6],
      outputs: 2,
      vocabulary: 20,
      hyperparameters: completeHyperparameters('text', {
        encoder: 'lstm',
        recurrentUnits: 4,
        embeddingUnits: 4,
        layers: 0,
        batchSize: 16,
      }),
      seed: 3,
      monitor: { metric: 'accuracy', direction: 'maximise' },
    }
    const engines = new Engines({ clock: () => performance.now() })
    const train = async (name: 'compiled' | 'compiled-webgpu') => {
      const { session } = await engines.open([name], job, data)
      const rows = Int32Array.from({ length: 64 }, (_, row) => row % 32)
      const losses = await session.train({ rows, learningRates: new Float32Array(4).fill(0.02), firstStep: 0 })
      const predicted = await session.predict('validation', 0, 8)
      await session.dispose()
      return [...losses, ...predicted]
    }
    const [webgpu, processor] = [await train('compiled-webgpu'), await train('compiled')]
    expect(new Set(webgpu.map((number) => number.toFixed(6))).size).toBeGreaterThan(6)
    webgpu.forEach((number, index) => expect(number).toBeCloseTo(processor[index]!, 4))
  },
)
