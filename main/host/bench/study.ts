import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadReferenced } from '../../data/load.ts'
import { prepareTrainingData } from '../../data/prepare.ts'
import type { TrainingData } from '../../training/examples.ts'
import { keyOf, uniformAt } from '../../training/program/randomness/hash.ts'
import { TrainingPool, digits, digitsTraining } from './engine/training-pool.ts'
import type { Figure, Measurement } from './figure.ts'
import { PythonProcess, pythonWith } from './python/python.ts'

const processes = 2
const epochs = 20

/** Sixty configurations, the same for both sides. */
const configurations = Array.from({ length: 60 }, (_, index) => {
  const draw = (part: number): number => uniformAt(keyOf(7, part), index)
  return {
    neurons: 16 + Math.floor(draw(0) * 49),
    batchSize: 32 + Math.floor(draw(1) * 97),
    learningRate: 10 ** (-4 + 3 * draw(2)),
  }
})

const hours = (seconds: number): number => (3600 * configurations.length) / seconds

/** Seconds that the workers of the application take, whose processes have started and know nothing of the structures yet. */
async function ourSeconds(): Promise<number> {
  const dataset = await digits()
  const pool = new TrainingPool(processes)
  try {
    const settings = { epochs, layers: 1, optimizer: 'adam', patience: 0, activation: 'relu' } as const
    await pool.train(
      Array.from({ length: processes }, (_, index) =>
        digitsTraining(dataset, `warming ${index}`, { ...settings, neurons: 8, epochs: 1 }, index),
      ),
      processes,
    )
    const assignments = configurations.map((configuration, index) =>
      digitsTraining(dataset, `trial ${index}`, { ...settings, ...configuration }, index),
    )
    return (await pool.train(assignments, processes)).seconds
  } finally {
    await pool.close()
  }
}

async function writeRows(folder: string, { train, validation, inputShape, outputs }: TrainingData): Promise<void> {
  for (const [name, part] of [
    ['train', train],
    ['validation', validation],
  ] as const) {
    await writeFile(join(folder, `${name}-inputs.bin`), part.inputs)
    await writeFile(join(folder, `${name}-targets.bin`), Int32Array.from(part.targets))
  }
  const width = inputShape.reduce((product, size) => product * size, 1)
  await writeFile(join(folder, 'study.json'), JSON.stringify({ width, outputs, epochs, configurations }))
}

/** Seconds that two Python processes take over the same configurations, once everything is imported. */
async function pythonSeconds(python: string, library: 'torch' | 'sklearn'): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-bench-'))
  const { dataset, split } = digitsTraining(await digits(), 'rows', {}, 1)
  await writeRows(folder, prepareTrainingData(await loadReferenced(dataset), split, {}))
  const all: PythonProcess[] = []
  try {
    for (let index = 0; index < processes; index++) {
      all.push(new PythonProcess(python, 'study.py', [library, folder]))
      await all[index]!.answer()
    }
    await all[0]!.answer('first')
    const started = performance.now()
    await Promise.all([all[0]!.answer('go'), ...all.slice(1).map((each) => each.answer('go'))])
    return (performance.now() - started) / 1000
  } finally {
    for (const each of all) each.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureAgainst(library: 'torch' | 'sklearn', title: string): Promise<Measurement> {
  const python = await pythonWith('optuna', library)
  if (python === undefined) return { value: null, how: `No Python with Optuna and ${title}: a development check.` }
  const rounds: [ours: number, theirs: number][] = []
  for (let round = 0; round < 2; round++) rounds.push([await ourSeconds(), await pythonSeconds(python, library)])
  const best = (side: 0 | 1): number => Math.min(...rounds.map((round) => round[side]))
  return {
    value: best(1) / best(0),
    how:
      `digits-8x8, MLP 64-{16..64}-10, batch 32 to 128, ${epochs} epochs, the same ${configurations.length} configurations, ` +
      `${processes} processes each: ${hours(best(0)).toFixed(0)} trials an hour, Optuna with ${title} ${hours(best(1)).toFixed(0)}; ` +
      'the better of two turns of each; start-up and imports left out on both sides, and our journal',
  }
}

export const studyFigures: readonly Figure[] = [
  {
    name: 'study.trials_per_hour.vs_optuna_torch',
    unit: 'ratio',
    goal: { op: '>=', value: 5 },
    measure: () => measureAgainst('torch', 'PyTorch'),
  },
  {
    name: 'study.trials_per_hour.vs_optuna_sklearn',
    unit: 'ratio',
    measure: () => measureAgainst('sklearn', 'scikit-learn'),
  },
]
