import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweetspotIn } from './sweetspot.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-front-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sweetspot = (...args: readonly string[]) => sweetspotIn(folder, ...args)
const two = ['--objective', 'accuracy', '--objective', 'parameters']

interface Member {
  readonly trial: number
  readonly values: readonly { readonly mean: number; readonly low: number; readonly high: number }[]
  readonly againstDefault: string
}

describe('a study with two objectives at the command line', () => {
  it('trains for real, confirms its front, opens the test set for it, and says so in words, JSON and columns', async () => {
    const project = join(folder, 'flowers')
    const settings = ['--template', 'mlp', '--set', 'epochs=8', '--trials', '12', '--workers', '2', '--open-test']
    const run = await sweetspot('run', 'iris', ...two, ...settings, '--project', project, '--json')
    const { front, status } = JSON.parse(run.out) as {
      status: string
      front: {
        trials: number[]
        shown: { trial: number; values: number[]; test?: { accuracy: number } }[]
        hypervolume: { steps: [number, number][] }
        verdict: { members: Member[]; baselines: { name: string; values: { mean: number }[] }[] }
      }
    }
    expect(status).toBe('finished')
    const values = front.shown.map((trial) => trial.values as [number, number])
    for (const [place, [accuracy, parameters]] of values.entries())
      for (const [other, [a, p]] of values.entries())
        if (other !== place) expect(a >= accuracy && p <= parameters).toBe(false)
    expect(front.shown.some(({ test }) => test !== undefined)).toBe(true)
    expect(front.hypervolume.steps.at(-1)![1]).toBeGreaterThan(0)
    const [member] = front.verdict.members
    expect(member!.values[0]!.low).toBeLessThanOrEqual(member!.values[0]!.mean)
    expect(member!.values[1]!.low).toBe(member!.values[1]!.high)
    // Four columns to three classes, with biases.
    expect(front.verdict.baselines.find(({ name }) => name === 'linear')!.values[1]!.mean).toBe(15)

    const csv = await sweetspot('export', project)
    const [header = '', ...lines] = csv.out.trim().split(/\r?\n/)
    const columns = header.split(',')
    expect(columns.slice(3, 6)).toEqual(['accuracy', 'objective_parameters', 'on_front'])
    const onFront = lines.map((line) => line.split(',')).filter((cells) => cells[5] === 'true')
    expect(onFront.map(([trial]) => Number(trial)).sort((a, b) => a - b)).toEqual(
      [...front.trials].sort((a, b) => a - b),
    )
  }, 120_000)

  it('refuses a sampler and a pruner that know one objective, with what to choose instead, and leaves nothing behind', async () => {
    const project = join(folder, 'refused')
    const sampler = await sweetspot('run', 'iris', ...two, '--sampler', 'cma', '--project', project)
    expect(sampler.err).toContain('CMA-ES works on one objective. Choose auto, gp, tpe or nsga2 for several.')
    const pruner = await sweetspot('run', 'iris', ...two, '--pruner', 'median', '--project', project)
    expect(pruner.err).toContain('median pruner works on one objective')
    const twice = await sweetspot('run', 'iris', '--objective', 'loss', '--objective', 'loss', '--project', project)
    expect(twice.err).toContain('loss is an objective twice')
    const unknown = await sweetspot('run', 'iris', '--objective', 'beauty', '--project', project)
    expect(unknown.err).toContain('--objective is beauty')
    expect(existsSync(project)).toBe(false)
  }, 60_000)
})
