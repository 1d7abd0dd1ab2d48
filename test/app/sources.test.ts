import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { draftFromOptions } from '../../main/host/commands/study-options.ts'
import type { StudyDraft } from '../../main/app/app.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { tiny, useBench } from './workshop.ts'

const bench = useBench()

/** The space of `tiny`, and dropout, which the earlier study did not vary. */
const wider: StudyDraft = {
  ...tiny,
  name: 'Later',
  datasetId: 'wine',
  space: {
    parameters: [
      ...tiny.space!.parameters,
      { name: 'dropout', kind: 'float', low: 0, high: 0.5, scale: 'linear', default: 0.1 },
    ],
    relations: [],
  },
  budget: { trials: 5 },
}
const suggested = (lines: readonly JournalLine[]) =>
  lines.flatMap((line) => (line.type === 'trial' && line.origin === 'sampler' ? [line] : []))

describe('a study that learns from an earlier one', () => {
  it('tries the best of it first, keeps what it learnt in its own file, and goes on without it', async () => {
    const app = bench.open()
    const [earlier, later] = [bench.folder(), bench.folder()]
    await app.createProject(earlier)
    const first = await app.createStudy(earlier, { ...tiny, name: 'Earlier' })
    const { best } = await app.run(first.id)
    await app.closeProject(earlier)

    await app.createProject(later)
    const { id } = await app.createStudy(later, { ...wider, sources: [{ project: earlier }] })
    // Nothing more is read from the earlier project.
    rmSync(earlier, { recursive: true })
    await app.run(id)
    const document = JSON.parse(readFileSync(join(later, 'studies', id, 'study.json'), 'utf8'))
    const { sources } = document.data ?? document
    // Trial 0 is the default already, there as here.
    const trials = sources[0].trials as { configuration: Record<string, unknown>; value: number }[]
    expect(trials[0]!.value).toBe(best!.value)
    const news = trials.filter(({ configuration }) => configuration['neurons'] !== 8)
    const [one] = suggested(await app.lines(id))
    expect(one!.configuration).toEqual({ ...news[0]!.configuration, dropout: 0.1 })
    expect(one!.because).toMatch(
      /^The (second )?best of the earlier study "Earlier"\. dropout at the default, since it was not varied there\.$/,
    )
    expect(sources).toHaveLength(1)
    expect(sources[0]).toMatchObject({ study: first.id, name: 'Earlier', direction: 'maximise' })
    expect(sources[0].trials).toHaveLength(4)
    expect(JSON.stringify(sources)).not.toContain(earlier)

    await app.closeProject(later)
    const again = bench.open()
    await again.openProject(later)
    expect(again.study(id).definition.sources).toEqual(sources)
    await again.backend.handlers['studies.extend'](
      { study: id, budget: { trials: 6 } },
      { signal: new AbortController().signal },
    )
    await again.run(id)
    expect(suggested(await again.lines(id))).toHaveLength(5)
  })

  it('takes studies of open projects by id', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const first = await app.createStudy(folder, { ...tiny, budget: { trials: 2 } })
    await app.run(first.id)
    const { definition } = await app.createStudy(folder, { ...wider, sources: [{ study: first.id }] })
    expect(definition.sources!.map(({ study, trials }) => [study, trials.length])).toEqual([[first.id, 2]])
    const newest = await app.createStudy(folder, { ...tiny, name: 'Empty' })
    await expect(app.createStudy(folder, { ...wider, sources: [{ project: folder }] })).rejects.toThrow(
      'The study "Empty" has no complete trial: there is nothing to learn from.',
    )
    await expect(app.createStudy(folder, { ...wider, sources: [{ study: `${newest.id}x` }] })).rejects.toThrow(
      'to learn from. Check its name',
    )
    await expect(
      app.createStudy(folder, { ...wider, sources: [{ project: folder, study: 'nothing' }] }),
    ).rejects.toThrow('has no study nothing to learn from')
  })

  it('is asked for on the command line by folder, and study where there are several', () => {
    expect(draftFromOptions({ learnFrom: ['wine-study', 'a/b#flowers-1a'] }).sources).toEqual([
      { project: 'wine-study' },
      { project: 'a/b', study: 'flowers-1a' },
    ])
  })
})
