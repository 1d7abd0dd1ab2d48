import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'
import type { App, AppOptions, StudyDraft } from '../../main/app/app.ts'
import { createApp } from '../../main/app/create-app.ts'
import { createChildFork } from '../../main/host/fork-child.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const resources = join(root, 'resources')

/** Networks that train in a fraction of a second, on 150 flowers. */
export const tiny: StudyDraft = {
  datasetId: 'iris',
  template: 'mlp',
  space: {
    parameters: [
      { name: 'learningRate', kind: 'float', low: 0.001, high: 0.1, scale: 'log', default: 0.01 },
      { name: 'neurons', kind: 'int', low: 4, high: 16, scale: 'linear', default: 8 },
      { name: 'epochs', kind: 'fixed', value: 6 },
      { name: 'layers', kind: 'fixed', value: 1 },
      { name: 'batchSize', kind: 'fixed', value: 16 },
      { name: 'patience', kind: 'fixed', value: 0 },
    ],
    relations: [],
  },
  sampler: { name: 'random', options: {} },
  pruner: { name: 'none', options: {} },
  protocol: { confirm: { top: 0, seeds: 0 } },
  budget: { trials: 4 },
  workers: 1,
  keepModels: 0,
}

export interface Bench {
  /** A new folder for a project. */
  folder(): string
  /** The application as a shell makes it; closed after the test. */
  open(options?: Partial<AppOptions>): App
}

/** For one test file: applications and folders that are gone after each test. */
export function useBench(): Bench {
  const apps: App[] = []
  const folders: string[] = []
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'sweetspot-app-'))
    folders.push(made)
    return made
  }
  return {
    folder,
    open(options = {}) {
      const app = createApp({
        fork: createChildFork(join(root, 'dist', 'main', 'worker.js')),
        resources,
        searchThread: join(root, 'dist', 'main', 'search-thread.js'),
        projectsFolder: folder(),
        version: 'test',
        ...options,
      })
      apps.push(app)
      return app
    },
  }
}

/** Trials as what matters of them: configuration and exact value, by number. */
export function outcomes(lines: readonly JournalLine[]): { configuration: unknown; values: unknown; curve: unknown }[] {
  const trials = lines.flatMap((line) => (line.type === 'trial' ? [line] : []))
  return trials
    .map(({ trial, configuration }) => ({
      configuration,
      values: lines.find((line) => line.type === 'complete' && line.trial === trial),
      curve: lines.flatMap((line) =>
        line.type === 'epoch' && line.trial === trial ? [[line.run, line.epoch, line.value, line.train['loss']]] : [],
      ),
    }))
    .map(({ configuration, values, curve }) => ({
      configuration,
      values: (values as { values: unknown } | undefined)?.values,
      curve,
    }))
}
