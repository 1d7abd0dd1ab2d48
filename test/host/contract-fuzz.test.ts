/** The real application behind a session, asked everything that the contract can carry and more. It never trains here. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { App } from '../../main/app/app.ts'
import { createApp } from '../../main/app/create-app.ts'
import { resourcesFolder, searchThreadModule } from '../../main/host/paths.ts'
import { openSession, type Session } from '../../main/host/session/session.ts'
import { hostCall, type HostCall } from '../../preload/contract/calls.ts'
import { events } from '../../preload/contract/events.ts'
import { requests } from '../../preload/contract/requests.ts'
import type { RequestName } from '../../preload/contract/api.ts'

let folder: string
let outside: string
let app: App
let session: Session
let study: string
let project: string
const answers: HostCall[] = []
let nextId = 1

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-fuzz-'))
  outside = join(folder, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'keep.txt'), 'untouched')
  app = createApp({
    fork: () => {
      throw new Error('nothing is trained here')
    },
    resources: resourcesFolder,
    searchThread: searchThreadModule,
    projectsFolder: join(folder, 'projects'),
    settingsFolder: join(folder, 'settings'),
    version: '0.0.0',
  })
  session = openSession(app.backend, {
    answer: (call) => answers.push(call),
    event: (id, event, payload) => {
      const parsed = events[event].safeParse(payload)
      if (!parsed.success) answers.push({ kind: 'fault', id, fault: { code: 'bad-event', message: event } })
    },
  })
  for (const [at, event] of Object.keys(events).entries())
    session.receive({ kind: 'subscribe', id: 1_000_000 + at, event })
  project = ((await ask('projects.create', { name: 'fuzz' })) as { folder: string }).folder
  const draft = { datasetId: 'iris', template: 'mlp', budget: { trials: 5 } }
  study = ((await ask('studies.create', { folder: project, draft })) as { id: string }).id
})

afterAll(async () => {
  session.close()
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function answerTo(name: string, params: unknown): Promise<HostCall> {
  const id = nextId++
  session.receive({ kind: 'request', id, name, params })
  await vi.waitFor(() => expect(answers.some((answer) => answer.id === id)).toBe(true), {
    timeout: 10_000,
    interval: 2,
  })
  return answers.find((answer) => answer.id === id) as HostCall
}

async function ask(name: RequestName, params: unknown): Promise<unknown> {
  const answer = await answerTo(name, params)
  if (answer.kind !== 'result') throw new Error(JSON.stringify(answer))
  return answer.result
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('', '.', '..', 'CON', 'a/b', '\0', '__proto__'),
)
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e308, Number.MAX_SAFE_INTEGER))
const paths = fc.oneof(
  fc.constantFrom('/', '/etc', '/nonexistent', '..', '../../..', 'C:\\', '/dev/null', '/proc/self', '\0', '/tmp/\0'),
  text,
)
const studies = fc.oneof(fc.constant('STUDY'), fc.string({ maxLength: 20 }), fc.constantFrom('../../x', '__proto__'))
const configuration = fc.dictionary(
  fc.oneof(fc.constantFrom('learningRate', 'optimizer', 'batchSize', 'layers'), text),
  fc.oneof(number, text, fc.boolean()),
  { maxKeys: 6 },
)
const draft = fc.record(
  {
    name: text,
    datasetId: fc.oneof(fc.constantFrom('iris', 'digits-8x8', 'sms-spam', '../iris', '/etc'), text),
    template: fc.constantFrom('mlp', 'cnn', 'other'),
    budget: fc.record({ trials: number, seconds: number }, { requiredKeys: [] }),
    seed: number,
    workers: number,
    objective: fc.record({
      metric: fc.oneof(fc.constant('accuracy'), text),
      direction: fc.constantFrom('maximise', 'minimise'),
    }),
    sampler: fc.record({
      name: fc.oneof(fc.constantFrom('sobol', 'grid'), text),
      options: fc.dictionary(text, number),
    }),
    space: fc.record({
      parameters: fc.array(
        fc.record({
          name: fc.oneof(fc.constantFrom('learningRate', 'layers'), text),
          kind: fc.constantFrom('float', 'int', 'fixed'),
          low: number,
          high: number,
          default: number,
          value: number,
          scale: fc.constantFrom('linear', 'log', 'powersOf2'),
        }),
        { maxLength: 4 },
      ),
      relations: fc.array(fc.oneof(text, fc.constantFrom('layers <= 1', '(((((', '1/0 < layers')), { maxLength: 3 }),
    }),
  },
  { requiredKeys: ['datasetId', 'template'] },
)

/** Parameters that nearly fit, by request; what is not listed gets anything. */
const nearly: Partial<Record<RequestName, fc.Arbitrary<unknown>>> = {
  'messages.recent': fc.record({ study: studies, count: number }),
  'datasets.preview': fc.record({ dataset: fc.oneof(fc.constantFrom('iris', '../../etc'), text) }),
  'datasets.importFolder': fc.record({
    folder: fc.oneof(fc.constant('PROJECT'), paths),
    path: paths,
    choices: fc.record(
      { width: number, height: number, colour: fc.constantFrom('grey', 'rgb', 'cmyk'), labelColumn: text },
      { requiredKeys: [] },
    ),
  }),
  'datasets.importText': fc.record({ folder: fc.oneof(fc.constant('PROJECT'), paths), path: paths }),
  'templates.list': fc.record({ dataset: fc.oneof(fc.constantFrom('iris', 'sms-spam'), text) }),
  'projects.open': fc.record({ folder: paths }),
  'projects.close': fc.record({ folder: paths }),
  'projects.forget': fc.record({ folder: paths }),
  'studies.plan': fc.record({ draft }),
  'studies.create': fc.record({ folder: paths, draft }),
  'studies.list': fc.record({ folder: fc.oneof(fc.constant('PROJECT'), paths) }),
  'studies.definition': fc.record({ study: studies }),
  'studies.report': fc.record({ study: studies }),
  'studies.pause': fc.record({ study: studies }),
  'studies.stop': fc.record({ study: studies, confirm: fc.boolean() }),
  'studies.extend': fc.record({ study: fc.string(), budget: fc.record({ trials: number }) }),
  'studies.enqueue': fc.record({ study: studies, configuration }),
  'studies.retry': fc.record({ study: studies, trials: fc.array(number, { maxLength: 4 }) }),
  'studies.cancel': fc.record({ study: studies, trial: number }),
  'studies.openTest': fc.record({ study: studies }),
  'trials.page': fc.record({ study: studies, from: number, count: number }),
  'trials.curves': fc.record({ study: studies, trials: fc.array(number, { maxLength: 5 }) }),
  'trials.detail': fc.record({ study: studies, trial: number }),
}

const known = (params: unknown): unknown =>
  JSON.parse(
    JSON.stringify(params ?? null)
      .replaceAll('"STUDY"', JSON.stringify(study))
      .replaceAll('"PROJECT"', JSON.stringify(project)),
  )

function filesUnder(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(root, entry.name)) : [join(root, entry.name)],
  )
}

for (const name of Object.keys(requests) as RequestName[]) {
  // Making a project is fuzzed apart, starting would train.
  if (name === 'studies.start' || name === 'studies.resume' || name === 'projects.create') continue
  test(`${name} answers whatever it is asked within the contract, and knows every error by name`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: nearly[name] ?? fc.jsonValue() }, { weight: 1, arbitrary: fc.jsonValue() }),
        async (raw) => {
          const answer = await answerTo(name, known(raw))
          expect(hostCall.safeParse(answer).success).toBe(true)
          if (answer.kind === 'fault') {
            expect(answer.fault.code, answer.fault.message).not.toBe('unexpected')
            expect(answer.fault.message.length).toBeGreaterThan(5)
          } else if (answer.kind === 'result') {
            const parsed = requests[name].result.safeParse(answer.result)
            expect(parsed.error?.issues ?? []).toEqual([])
          }
        },
      ),
      { numRuns: 25 },
    )
  })
}

test('a project of any name is a folder inside the projects folder', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (name) => {
      const answer = await answerTo('projects.create', { name })
      if (answer.kind !== 'result') return
      const made = (answer.result as { folder: string }).folder
      expect(made.startsWith(join(folder, 'projects'))).toBe(true)
      expect(made.slice(join(folder, 'projects').length + 1)).not.toMatch(/[/\\\0]/)
      expect(statSync(made).isDirectory()).toBe(true)
    }),
    { numRuns: 25 },
  )
})

test('afterwards nothing lies outside the projects and settings folders, the study is whole, and it still answers', async () => {
  expect(readdirSync(folder).filter((name) => !['projects', 'settings', 'outside'].includes(name))).toEqual([])
  expect(filesUnder(outside)).toEqual([join(outside, 'keep.txt')])
  expect(existsSync('/etc/project.json')).toBe(false)
  await ask('projects.open', { folder: project })
  expect(await ask('studies.report', { study })).toMatchObject({ id: study })
  expect(answers.filter((answer) => answer.kind === 'fault' && answer.fault.code === 'bad-event')).toEqual([])
})
