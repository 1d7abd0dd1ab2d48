import { describe, expect, it } from 'vitest'
import { assignmentOf } from '../../main/app/assignment.ts'
import type { StudyDraft } from '../../main/app/app.ts'
import { completeDraft } from '../../main/app/draft.ts'
import { readEntry } from '../../main/data/catalogue.ts'
import { reportText } from '../../main/host/commands/report-text.ts'
import { join } from 'node:path'
import type { StartCommand } from '../../main/study/command.ts'
import { freshRun } from '../../main/study/protocol.ts'
import type { RunPlan } from '../../main/study/protocol.ts'
import { useProcessTree } from '../process-tree.ts'
import { resources, tiny, useBench } from './workshop.ts'

useProcessTree()
const bench = useBench()

const complete = async (dataset: string, draft: Omit<StudyDraft, 'datasetId'>) =>
  completeDraft({ ...draft, datasetId: dataset }, await readEntry(join(resources, 'datasets', dataset)))

describe('what follows the search unless told otherwise', () => {
  it('is five fresh seeds on fresh splits for the best and the defaults, five more for the chosen one, and baselines', async () => {
    expect((await complete('iris', { template: 'mlp' })).protocol.confirm).toEqual({
      top: 5,
      seeds: 5,
      defaults: true,
      winner: 5,
      splits: 'fresh',
      baselines: ['constant', 'linear'],
    })
  })

  it('suits the study: few finalists of few trials, no linear model beside one, no fresh splits of what is in order', async () => {
    const short = await complete('iris', { template: 'linear', budget: { trials: 8 } })
    expect(short.protocol.confirm).toMatchObject({ top: 2, baselines: ['constant'] })
    const series = await complete('iris', { template: 'mlp', protocol: { by: 'time', column: 'petal length (cm)' } })
    expect(series.protocol.confirm.splits).toBe('fixed')
  })

  it('trains baselines with networks of their own, and fresh splits keep the sealed rows sealed', async () => {
    const definition = {
      ...(await complete('iris', { template: 'mlp' })),
      id: 'study',
      dataset: { id: 'iris', fingerprint: 'f' },
    }
    const assign = (plan: RunPlan) =>
      assignmentOf({
        id: 'a',
        definition,
        dataset: { id: 'iris', folder: 'f', fingerprint: 'f' },
        command: { plan, configuration: { neurons: 8 }, keepModel: false, attempt: 1 } as unknown as StartCommand,
      })
    const fresh = (purpose: 'confirmation' | 'verification' | 'constant' | 'linear', index = 0) =>
      assign(freshRun(definition.protocol, 1, 0, purpose, index))
    expect(fresh('linear').job.template).toBe('linear')
    expect(fresh('constant')).toMatchObject({ constant: true })
    expect(fresh('confirmation').job).toMatchObject({ template: 'mlp', hyperparameters: { neurons: 8 } })
    expect(fresh('linear').split).toEqual(fresh('verification').split)
    expect(fresh('confirmation').split.seed).not.toBe(fresh('verification').split.seed)
    expect(fresh('confirmation', 1).split.seed).not.toBe(fresh('confirmation', 0).split.seed)
    expect(fresh('confirmation').split.sealedSeed).toBe(definition.protocol.splitSeed)
    expect(fresh('linear').stack).toBeUndefined()
  })

  it(
    'with real workers: the report gives an interval of the second set, and the baselines',
    { timeout: 60_000 },
    async () => {
      const app = bench.open()
      const folder = bench.folder()
      await app.createProject(folder)
      const { id } = await app.createStudy(folder, {
        ...tiny,
        workers: 2,
        budget: { trials: 2 },
        protocol: {
          confirm: { top: 1, seeds: 2, defaults: true, winner: 2, splits: 'fresh', baselines: ['constant', 'linear'] },
        },
      })
      const report = await app.run(id)
      expect(report.verdict!.baselines.map(({ name, seeds }) => [name, seeds])).toEqual([
        ['constant', 2],
        ['linear', 2],
      ])
      // A third of the flowers is of each kind.
      expect(report.verdict!.baselines[0]!.mean).toBeLessThan(0.5)
      expect(report.verdict!.baselines[1]!.mean).toBeGreaterThan(0.6)
      expect(report.chosen!.confirmed!.seeds).toBe(2)
      expect(report.verdict!.interval!.low).toBeLessThan(report.verdict!.interval!.high + 1e-12)
      const text = reportText(report).join('\n')
      expect(text).toContain('95 % interval')
      expect(text).toContain('a linear model')
    },
  )
})

describe('the end of a study in sentences', () => {
  it('says first that tuning gained nothing, where it did not', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, { ...tiny, budget: { trials: 1 } })
    const report = await app.run(id)
    const verdict = {
      chosen: 0,
      leader: 0,
      againstDefault: 'not-beyond-noise' as const,
      optimism: 0.01,
      standings: [],
      baselines: [],
      unbeaten: ['defaults' as const, 'constant' as const],
    }
    expect(reportText({ ...report, verdict })[2]).toBe(
      "Tuning did not beat the template's defaults or the commonest class beyond noise.",
    )
    expect(reportText(report).join('\n')).not.toContain('beyond noise')
  })
})
