import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const launcher = join(import.meta.dirname, '../../main/host/sweetspot.mjs')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A tenth of a second of a tone, as a WAV file of 8000 samples a second. */
function tone(hertz: number): Uint8Array {
  const count = 800
  const bytes = Buffer.alloc(44 + 2 * count)
  bytes.write('RIFF')
  bytes.writeUInt32LE(36 + 2 * count, 4)
  bytes.write('WAVEfmt ', 8)
  for (const [at, value] of [
    [16, 16],
    [24, 8_000],
    [28, 16_000],
    [40, 2 * count],
  ] as const)
    bytes.writeUInt32LE(value, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at)
  bytes.write('data', 36)
  for (let n = 0; n < count; n++)
    bytes.writeInt16LE(Math.round(9_000 * Math.sin((2 * Math.PI * hertz * n) / 8_000)), 44 + 2 * n)
  return bytes
}

interface Outcome {
  readonly status: number
  readonly out: string
  readonly err: string
}

function sweetspot(...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, SWEETSPOT_HOME: join(folder, 'home'), SWEETSPOT_PROJECTS: join(folder, 'projects') }
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { cwd: folder, env }, (error, out, err) => {
      const code = error?.code
      resolve({ status: typeof code === 'number' ? code : error ? 1 : 0, out, err })
    })
  })
}

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const iris = join(import.meta.dirname, '../../resources/datasets/iris/data.csv')

describe('sweetspot refuses bad input with status 2 and one sentence', () => {
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['an unknown dataset', () => ['run', 'nonsense'], /nonsense is no bundled dataset/],
    ['a template that the data do not suit', () => ['run', 'iris', '--template', 'cnn'], /holds no images/],
    ['an unknown column', () => ['run', iris, '--target', 'petal'], /petal/],
    ['an empty file', () => ['run', write('empty.csv', '')], /empty/],
    ['one class only', () => ['run', write('one.csv', `x,y\n${'1,a\n2,a\n'.repeat(40)}`), '--target', 'y'], /y/],
    ['wrong JSON', () => ['run', 'iris', '--space', write('space.json', '{"parameters":[')], /not JSON/],
    [
      'a space of another shape',
      () => ['run', 'iris', '--space', write('shape.json', '{"parameters":[{"name":"learningRate"}],"relations":[]}')],
      /space/,
    ],
    [
      'an impossible space',
      () => [
        'run',
        'iris',
        '--space',
        write(
          'impossible.json',
          JSON.stringify({
            parameters: [{ kind: 'float', name: 'learningRate', low: 0.1, high: 0.001, scale: 'log', default: 0.01 }],
            relations: [],
          }),
        ),
      ],
      /[Ll]earning rate/,
    ],
    ['a value out of range', () => ['run', 'iris', '--set', 'dropout=3'], /[Dd]ropout/],
    ['a missing engine', () => ['run', 'iris', '--engine', 'quantum'], /--engine is quantum/],
    ['an unknown sampler', () => ['run', 'iris', '--sampler', 'oracle'], /oracle/],
    ['a number that is none', () => ['run', 'iris', '--trials', 'many'], /--trials is many/],
    ['an unknown option', () => ['run', 'iris', '--fast'], /--fast/],
    ['an unknown command', () => ['tune'], /tune/],
    ['a folder that is no project', () => ['export', folder], /project/],
    ['a range test of too few steps', () => ['lr-range', 'iris', '--steps', '5'], /--steps is 5/],
    ['a range the wrong way round', () => ['lr-range', 'iris', '--from', '1', '--to', '0.1'], /--to is 0.1/],
    ['a folder without pictures', () => ['run', join(folder, 'home')], /no PNG, JPEG or WAV files in subfolders/],
    [
      'a folder to import that is not there',
      () => ['data', 'import', 'gone', '--project', 'new'],
      /gone cannot be read/,
    ],
    ['a size that is none', () => ['data', 'import', '.', '--project', 'new', '--size', '9000x3'], /--size 9000x3/],
    ['an unknown figure', () => ['bench', '--only', 'nothing'], /nothing/],
  ]

  it.each(cases)('%s', async (_title, args, sentence) => {
    const outcome = await sweetspot(...args())
    expect(outcome.err).toMatch(sentence)
    expect(outcome.status).toBe(2)
    expect(outcome.err.trim().split('\n').length).toBeLessThanOrEqual(4)
    for (const made of ['iris-study', 'home-study', 'new']) expect(existsSync(join(folder, made)), made).toBe(false)
  })
})

describe('sweetspot run', () => {
  it('tunes a table, prints the object that was promised, and resumes with a larger budget', async () => {
    const project = join(folder, 'iris')
    const options = ['--trials', '2', '--set', 'epochs=3', '--workers', '1', '--seed', '7', '--json']
    const first = await sweetspot('run', iris, '--project', project, ...options, '--open-test')
    expect(first.err).toBe('')
    expect(first.status).toBe(0)
    const report: unknown = JSON.parse(first.out)
    expect(report).toMatchObject({
      best: { configuration: { epochs: 3 } },
      validation: { accuracy: expect.any(Number) as number },
      test: { accuracy: expect.any(Number) as number },
      trials: 2,
      project,
    })
    const second = await sweetspot('run', project, '--trials', '4', '--json')
    expect(JSON.parse(second.out)).toMatchObject({ trials: 4 })

    const csv = await sweetspot('export', project)
    const lines = csv.out.trim().split('\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^trial,state,origin,accuracy,/)

    const model = await sweetspot('export', project, '--format', 'model', '--out', join(folder, 'model'))
    expect(model.status).toBe(0)
    for (const file of ['model.json', 'weights.bin', 'preprocessing.json'])
      expect(existsSync(join(folder, 'model', file))).toBe(true)
  })

  it('tunes a folder of recordings, imported as `data import` does it', async () => {
    const sounds = join(folder, 'sounds')
    for (const [label, hertz] of [
      ['low', 300],
      ['high', 2_500],
    ] as const) {
      mkdirSync(join(sounds, label), { recursive: true })
      for (let n = 0; n < 15; n++) writeFileSync(join(sounds, label, `${n}.wav`), tone(hertz + 9 * n))
    }
    const imported = await sweetspot('data', 'import', sounds, '--project', 'studio', '--frames', '20', '--json')
    expect(JSON.parse(imported.out)).toMatchObject({
      reference: { id: 'sounds' },
      profile: { kind: 'spectrogram', shape: [20, 24, 1], rows: 30, leftOut: [] },
    })
    const run = await sweetspot('run', sounds, '--trials', '1', '--template', 'mlp', '--set', 'epochs=2', '--json')
    expect(run.err).not.toContain('sweetspot:')
    expect(run.status).toBe(0)
    const project = join(folder, 'sounds-study')
    expect(JSON.parse(run.out)).toMatchObject({ trials: 1, project })

    const exported = await sweetspot('export', project, '--format', 'json')
    const { trials } = JSON.parse(exported.out) as {
      trials: { modelBytes: number; parameters: number; classes: { scores: unknown[]; matrix: number[][] } }[]
    }
    expect(trials[0]!.modelBytes).toBeGreaterThanOrEqual(4 * trials[0]!.parameters)
    expect(trials[0]!.classes.scores).toMatchObject([{ class: 'high' }, { class: 'low' }])
    expect(trials[0]!.classes.matrix).toHaveLength(2)
    expect((await sweetspot('export', project)).out).toMatch(
      /^trial,.*,network_parameters,model_bytes,latency_ms_per_row,/,
    )
  })

  it('describes a table and the catalogue as JSON', async () => {
    const [table, catalogue] = await Promise.all([sweetspot('data', iris, '--json'), sweetspot('data', '--json')])
    expect(JSON.parse(table.out)).toMatchObject({ rows: 150, target: { task: 'classification' } })
    expect((JSON.parse(catalogue.out) as { datasets: unknown[] }).datasets).toHaveLength(17)
  })

  it.each(['', 'run', 'data', 'doctor', 'export', 'bench', 'demo', 'ui'])('has help for "%s"', async (command) => {
    const help = await sweetspot(...(command ? [command] : []), '--help')
    expect(help.status).toBe(0)
    expect(help.out).toContain('Usage: sweetspot')
  })
})
