import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from './sweetspot.ts'
import { sweetspotIn } from './sweetspot.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-own-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sweetspot = (...args: readonly string[]): Promise<Outcome> => sweetspotIn(folder, ...args)
const quick = ['--trials', '2', '--workers', '1', '--seed', '3', '--json'] as const

/** The exported topology of a project's best network. */
async function exported(project: string): Promise<string> {
  const out = join(folder, `${project}-model`)
  const { status, err } = await sweetspot('export', join(folder, project), '--format', 'model', '--out', out)
  expect(status, err).toBe(0)
  return readFileSync(join(out, 'model.json'), 'utf8')
}

describe('a network of one’s own', { timeout: 180_000 }, () => {
  const topology = join(import.meta.dirname, 'fixtures', 'model.json')

  it('is tuned to the end, its placeholder filled by the search space, and exported with the layers that it was given', async () => {
    const space = join(folder, 'space.json')
    const parameters = [
      { name: 'learningRate', kind: 'float', low: 0.003, high: 0.1, scale: 'log', default: 0.03 },
      { name: 'units', kind: 'int', low: 10, high: 20, scale: 'linear', default: 17 },
    ]
    writeFileSync(space, JSON.stringify({ parameters, relations: [] }))
    const project = join(folder, 'own')
    const options = ['--topology', topology, '--space', space, '--set', 'epochs=40', '--project', project]
    const { status, out, err } = await sweetspot('run', 'iris', ...options, ...quick, '--open-test')
    expect(status, err).toBe(0)
    const report = JSON.parse(out) as { trials: number; test: { accuracy: number }; best: { configuration: object } }
    expect(report).toMatchObject({ trials: 2, best: { configuration: { units: expect.any(Number) as number } } })
    // Three equally common classes: a network that learnt nothing has a third right.
    expect(report.test.accuracy).toBeGreaterThan(0.7)
    const { units } = report.best.configuration as { units: number }
    expect(JSON.stringify(JSON.parse(await exported('own')))).toContain(`"units":${units}`)
  })

  it('is refused where the space varies something that it has no place for', async () => {
    const options = ['--topology', topology, '--set', 'width=3', '--project', join(folder, 'refused')]
    const { status, err } = await sweetspot('run', 'iris', ...options, ...quick)
    expect(status).toBe(2)
    expect(err).toContain('width')
  })
})

describe('sweetspot generate', { timeout: 180_000 }, () => {
  const words = 'abcd '.repeat(400)
  const settings = ['epochs=30', 'embeddingUnits=8', 'neurons=16', 'batchSize=64', 'learningRate=0.02']
  const project = (): string => join(folder, 'abcd')

  it('lets a network that learnt a text write on from a prompt, the same with the same seed', async () => {
    const file = join(folder, 'abcd.txt')
    writeFileSync(file, words)
    const options = ['--running-text', '--project', project(), '--data', 'characters.context=4']
    const set = settings.flatMap((setting) => ['--set', setting])
    const run = await sweetspot('run', file, ...options, ...set, ...quick)
    expect(run.status, run.err).toBe(0)

    const ask = ['generate', project(), '--prompt', 'abcd ab', '--length', '23', '--temperature', '0'] as const
    const wild = (...more: string[]) =>
      sweetspot('generate', project(), '--length', '50', '--temperature', '3', '--json', ...more)
    const [text, likeliest, fifth, again, sixth] = await Promise.all([
      sweetspot(...ask),
      wild('--prompt', 'abcd ab', '--top-k', '1'),
      wild('--seed', '5'),
      wild('--seed', '5'),
      wild('--seed', '6'),
    ])
    expect(text.out.trimEnd()).toBe('abcd abcd abcd abcd abcd abcd')
    const textOf = ({ out }: Outcome): string => (JSON.parse(out) as { text: string }).text
    expect(textOf(likeliest)).toBe('cd '.concat('abcd '.repeat(10)).slice(0, 50))
    expect(textOf(fifth)).toHaveLength(50)
    expect(textOf(again)).toBe(textOf(fifth))
    expect(textOf(sixth)).not.toBe(textOf(fifth))
  })

  it('refuses numbers that cannot be, and projects without a network that writes', async () => {
    const refused = await Promise.all([
      sweetspot('generate', project(), '--temperature', '-1'),
      sweetspot('generate', project(), '--length', '0'),
      sweetspot('generate', project(), '99'),
    ])
    expect(refused.map(({ status }) => status)).toEqual([2, 2, 2])
    expect(refused[0].err).toContain('--temperature is -1')
    expect(refused[2].err).toContain('keeps no trained network of trial 99')
    const iris = await sweetspot('generate', join(folder, 'own'))
    expect(iris.status).not.toBe(0)
    expect(iris.err).toContain('cannot write. Choose a study with the template nextToken.')
  })
})
