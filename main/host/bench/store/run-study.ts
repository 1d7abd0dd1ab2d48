import { existsSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defaultSpace } from '../../../app/draft.ts'
import { withFixedValues } from '../../commands/fixed-values.ts'
import { openApp } from '../../open-app.ts'

/** What this process says, a JSON object a line, each said only after it was saved. */
export type Said =
  | { readonly running: string }
  | { readonly complete: number; readonly values: readonly number[] }
  | { readonly ended: string }

/**
 * Runs in a process of its own, to be killed: opens the project in `folder` or makes it, and runs its study of small
 * networks on the bundled digits to the end, however far it was.
 */
async function runStudy(folder: string, trials: number): Promise<void> {
  const beside = dirname(folder)
  const app = openApp({ SWEETSPOT_HOME: join(beside, 'settings'), SWEETSPOT_PROJECTS: join(beside, 'projects') })
  const project = existsSync(join(folder, 'project.json'))
    ? await app.openProject(folder)
    : await app.createProject(folder)
  const study =
    project.studies[0]?.id ??
    (
      await app.createStudy(folder, {
        datasetId: 'digits-8x8',
        template: 'mlp',
        space: withFixedValues(defaultSpace('mlp'), ['epochs=3', 'layers=1', 'neurons1=16', 'batchSize=64']),
        protocol: { confirm: { top: 2, seeds: 1 } },
        budget: { trials },
        seed: 1,
        workers: 2,
      })
    ).id
  app.subscribe((event) => {
    if (event.type === 'line' && event.line.type === 'complete')
      say({ complete: event.line.trial, values: event.line.values })
  })
  say({ running: study })
  const { status } = await app.run(study)
  say({ ended: status })
  await app.close()
}

/** At once, not when the event loop comes to it: what is said must not outrun or lag behind what was saved. */
function say(said: Said): void {
  writeSync(1, `${JSON.stringify(said)}\n`)
}

const [folder, trials] = process.argv.slice(2)
if (folder !== undefined) await runStudy(folder, Number(trials))
