import type { TrainingJob } from '../../../training/job.ts'
import type { Figure, Measurement } from '../figure.ts'
import { PythonProcess, pythonWith } from '../python/python.ts'
import { batchSize, cnnJob, mlpJob, recurrentJob, textJob } from './jobs.ts'
import { sideBySide } from './side-by-side.ts'
import { measured, ms, trainingSteps } from './steps.ts'

const noTorch = 'No Python with PyTorch on this machine (name one by SWEETSPOT_BENCH_PYTHON): a development check.'

interface Against {
  /** As the Python script calls it. */
  readonly network: 'mlp' | 'cnn' | 'lstm' | 'text'
  readonly description: string
  readonly goal: number
  /** In a turn. */
  readonly steps: number
  readonly job: () => TrainingJob
}

/** A step of ours against a step of PyTorch with its fused Adam: one thread each, turn by turn. */
async function measureAgainstTorch({ network, description, steps, job }: Against): Promise<Measurement> {
  const python = await pythonWith('torch')
  if (python === undefined) return { value: null, how: noTorch }
  const torch = new PythonProcess(python, 'steps.py', [network, String(batchSize)])
  try {
    await torch.answer()
    return await measured(async (engines) => {
      const ours = { run: await trainingSteps(engines, 'compiled', job()), steps }
      const theirs = { run: (count: number) => torch.answer(String(count)), steps }
      const { firstMs, secondMs, ratio } = await sideBySide(ours, theirs)
      return {
        value: ratio,
        how:
          `${description}, batch ${batchSize}, adam: ${ms(firstMs)} a step, ${ms(secondMs)} in PyTorch with its fused ` +
          'optimizer, one thread each, turn by turn, medians of wall time',
      }
    })
  } finally {
    torch.end()
  }
}

const table: readonly Against[] = [
  { network: 'mlp', description: 'MLP 784-128-64-10', goal: 1, steps: 40, job: () => mlpJob('adam') },
  { network: 'cnn', description: 'CNN 28x28, convolutions 16 and 32', goal: 1, steps: 3, job: () => cnnJob('adam') },
  {
    network: 'lstm',
    description: '50 tokens, embedding 64, LSTM 64',
    goal: 1.5,
    steps: 3,
    job: () => recurrentJob('lstm'),
  },
  { network: 'text', description: '50 tokens, embedding 64, mean, dense 64', goal: 1.5, steps: 20, job: textJob },
]

export const torchFigures: readonly Figure[] = table.map((against) => ({
  name: `engine.${against.network}.vs_torch`,
  unit: 'ratio',
  goal: { op: '<=', value: against.goal },
  measure: () => measureAgainstTorch(against),
}))
