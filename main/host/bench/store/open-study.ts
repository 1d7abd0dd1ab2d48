import { studyFormats } from '../../../app/study-document.ts'
import { rulesOf } from '../../../app/study-session.ts'
import { openProject } from '../../../store/project.ts'
import { apply } from '../../../study/apply.ts'
import { StudyCore } from '../../../study/core.ts'
import { newState } from '../../../study/state.ts'

/**
 * Runs in a process of its own: opens a study as the application does, from its folder to the core that could go on with
 * it, and tells what that took. `epochs` proves that everything was read.
 */
async function measureOpening(folder: string, id: string): Promise<void> {
  const startedAt = performance.now()
  const project = await openProject(folder, { mode: 'write', lock: { now: Date.now } })
  const study = await project.openStudy(id, studyFormats)
  const definition = study.document.data
  const state = newState(definition)
  const { writer } = await study.openJournal((line) => apply(state, line))
  const core = StudyCore.resume(state, rulesOf(definition))
  const seconds = (performance.now() - startedAt) / 1000
  const megabytes = process.resourceUsage().maxRSS / 1024
  process.stdout.write(
    JSON.stringify({ seconds, megabytes, trials: core.state.trials.length, epochs: core.state.epochs }),
  )
  await writer.close()
  await project.close()
}

const [folder, id] = process.argv.slice(2)
if (folder !== undefined && id !== undefined) await measureOpening(folder, id)
