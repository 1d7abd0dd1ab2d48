import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { App } from '../../main/app/app.ts'
import { recomputeSuggestions } from '../../main/app/search-thread/recompute.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { root, tiny, useBench } from './workshop.ts'

const bench = useBench()

/** Four trials spread evenly, then those of a model, which takes its time. */
const draft = { ...tiny, sampler: { name: 'gp', options: { startupTrials: 4 } }, workers: 3, budget: { trials: 12 } }

/** Suggestions that knew fewer results than there were when they were queued. */
function madeBefore(lines: readonly JournalLine[]): number {
  let ended = 0
  let count = 0
  for (const line of lines) {
    if (line.type === 'complete') ended++
    if (line.type === 'trial' && line.basis && line.basis.results < ended) count++
  }
  return count
}

async function expectAllAgain(app: App, id: string): Promise<readonly JournalLine[]> {
  const lines = await app.lines(id)
  const suggested = lines.filter((line) => line.type === 'trial' && line.origin === 'sampler')
  const all = recomputeSuggestions(app.study(id).definition, lines)
  expect(all.map(({ trial }) => trial)).toEqual(suggested.map((line) => 'trial' in line && line.trial))
  for (const { recorded, recomputed } of all) expect(recomputed).toEqual(recorded)
  return lines
}

describe('suggestions computed again from the journal', () => {
  it('are those of a study whose workers were served what had been prepared', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, draft)
    await app.run(id)
    const lines = await expectAllAgain(app, id)
    expect(madeBefore(lines)).toBeGreaterThan(0)
  })

  it('are those of a study that was paused, then killed, and went on', async () => {
    const folder = bench.folder()
    const first = bench.open()
    await first.createProject(folder)
    const { id } = await first.createStudy(folder, draft)
    const eighth = new Promise<void>((resolve) => {
      first.subscribe(
        (event) => event.type === 'line' && event.line.type === 'trial' && event.line.trial === 7 && resolve(),
      )
    })
    await first.start(id)
    await eighth
    await first.close()

    const killed = spawn(process.execPath, [join(root, 'main', 'host', 'sweetspot.mjs'), 'run', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await new Promise<void>((resolve) => {
      killed.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('trial ') && killed.kill('SIGKILL'))
      killed.on('close', () => resolve())
    })

    const last = bench.open()
    await last.openProject(folder)
    const { trials } = await last.run(id)
    expect(trials).toBe(12)
    await expectAllAgain(last, id)
  })
})
