import type { TrainingJob } from '../../training/job.ts'
import { sideBySide } from './engine/side-by-side.ts'
import { batchSize, cnnJob, mlpJob, recurrentJob, textJob } from './engine/jobs.ts'
import { productsAlone } from './engine/products-alone.ts'
import type { Contender } from './engine/side-by-side.ts'
import { lifeFigures } from './engine/lives.ts'
import { stackedGain } from './engine/stacked.ts'
import { measured, ms, trainingSteps } from './engine/steps.ts'
import { textVocabulary } from './engine/text-products.ts'
import { torchFigures } from './engine/torch.ts'
import type { Figure } from './figure.ts'

const againstProducts = (
  name: string,
  goal: number,
  network: keyof typeof describe,
  job: TrainingJob,
  steps: number,
): Figure => ({
  name,
  unit: 'ratio',
  goal: { op: '<=', value: goal },
  measure: () =>
    measured(async (engines) => {
      const step: Contender = { run: await trainingSteps(engines, 'compiled', job), steps }
      const limit: Contender = { run: await productsAlone(network), steps }
      const { firstMs, secondMs, ratio } = await sideBySide(step, limit)
      return {
        value: ratio,
        how:
          `${describe[network]}, batch ${batchSize}, ${job.hyperparameters.optimizer}: ${ms(firstMs)} a step, against ` +
          `${ms(secondMs)} for its matrix products and convolutions alone in the same runtime, turn by turn, medians of wall time`,
      }
    }),
})

const describe = {
  mlp: 'MLP 784-128-64-10',
  cnn: 'CNN 28x28, convolution 16, pool, convolution 32, pool, dense 10',
  lstm: 'Text of 50 tokens, embedding 64, LSTM 64, dense 10',
  text: 'Text of 50 words out of 2000, embedding 64, average, dense 64, dense 10',
  gru: 'Text of 50 tokens, embedding 64, GRU 64, dense 10',
} as const

export const engineFigures: readonly Figure[] = [
  {
    name: 'engine.mlp.vs_wasm',
    unit: 'ratio',
    goal: { op: '>=', value: 12 },
    measure: () =>
      measured(async (engines) => {
        const job = mlpJob('adam')
        const wasm: Contender = { run: await trainingSteps(engines, 'tfjs-wasm', job), steps: 3 }
        const compiled: Contender = { run: await trainingSteps(engines, 'compiled', job), steps: 40 }
        const { firstMs, secondMs, ratio } = await sideBySide(wasm, compiled)
        return {
          value: ratio,
          how:
            `${describe.mlp}, batch ${batchSize}, adam: ${ms(secondMs)} a step compiled, ${ms(firstMs)} on tfjs wasm, ` +
            'turn by turn, medians of wall time',
        }
      }),
  },
  againstProducts('engine.mlp.sgd.vs_gemm', 1.3, 'mlp', mlpJob('sgd'), 60),
  againstProducts('engine.mlp.adam.vs_gemm', 1.8, 'mlp', mlpJob('adam'), 40),
  againstProducts('engine.cnn.vs_gemm', 1.6, 'cnn', cnnJob('adam'), 3),
  againstProducts('engine.batchnorm.vs_gemm', 2.5, 'cnn', cnnJob('adam', true), 3),
  againstProducts('engine.text.vs_gemm', 2.5, 'text', { ...textJob(), vocabulary: textVocabulary }, 20),
  againstProducts('engine.lstm.vs_gemm', 2.5, 'lstm', recurrentJob('lstm'), 3),
  againstProducts('engine.gru.vs_gemm', 2.5, 'gru', recurrentJob('gru'), 3),
  stackedGain,
  ...lifeFigures,
  ...torchFigures,
]
