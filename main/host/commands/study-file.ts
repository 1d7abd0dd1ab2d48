import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { studyDraft } from '../../../preload/contract/study.ts'
import type { App, StudyDraft } from '../../app/app.ts'
import { BadInput } from '../bad-input.ts'
import type { Output } from '../terminal/output.ts'
import { draftFromOptions, type StudyOptions } from './study-options.ts'

const schema = z.object({
  format: z.literal('sweetspot-study-file'),
  version: z.literal(1),
  fingerprint: z.string(),
  draft: studyDraft,
})

/** Whether a file is one that a report gave, to be run again. */
export function isStudyFile(path: string): boolean {
  if (!path.endsWith('.json') || !existsSync(path)) return false
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown } | null)?.format === 'sweetspot-study-file'
  } catch {
    return false
  }
}

/**
 * A new study from a file that a report gave: on the same data, or not at all. What the command line says of the budget holds
 * instead of the file's. Data that were imported are found in the project that `--project` names.
 * @throws BadInput bad-study-file, dataset-changed; what App.createStudy throws
 */
export async function beginFromFile(app: App, path: string, options: StudyOptions, output: Output): Promise<string> {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new BadInput(
      'bad-study-file',
      `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it cannot be read'}.`,
    )
  }
  const { fingerprint, draft } = parsed.data
  const folder = resolve(options.project ?? `${basename(path, '.json')}-study`)
  const isNew = !existsSync(join(folder, 'project.json'))
  await (isNew ? app.createProject(folder) : app.openProject(folder))
  const said = options.trials ?? options.minutes ?? options.epochs
  const budget = said === undefined ? undefined : draftFromOptions(options).budget
  try {
    const study = await app.createStudy(folder, { ...(draft as StudyDraft), ...(budget ? { budget } : {}) })
    if (study.definition.dataset.fingerprint !== fingerprint)
      throw new BadInput(
        'dataset-changed',
        `The data set ${draft.datasetId} is not the one that ${path} was made from: its fingerprint differs. Nothing was started.`,
      )
    output.remark(`Project ${folder}: ${study.name}.`)
    return study.id
  } catch (error) {
    if (isNew) {
      await app.closeProject(folder)
      rmSync(folder, { recursive: true, force: true })
    }
    throw error
  }
}
