/** Trials that start where others ended, with real workers. */
import { describe, expect, it } from 'vitest'
import { recomputeSuggestions } from '../../main/app/search-thread/recompute.ts'
import { scheduleOf } from '../../main/study/lineage.ts'
import { apply } from '../../main/study/apply.ts'
import { newState } from '../../main/study/state.ts'
import type { StudyDraft } from '../../main/app/app.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { outcomes, tiny, useBench } from './workshop.ts'

const bench = useBench()

const population: StudyDraft = {
  ...tiny,
  sampler: { name: 'pbt', options: { population: 4, slices: 3 } },
  budget: { trials: 40 },
  keepModels: 2,
}

const grown: StudyDraft = {
  ...tiny,
  space: {
    parameters: [
      { name: 'learningRate', kind: 'float', low: 0.001, high: 0.1, scale: 'log', default: 0.02 },
      { name: 'neurons', kind: 'int', low: 4, high: 32, scale: 'log', default: 8 },
      { name: 'layers', kind: 'int', low: 1, high: 3, scale: 'linear', default: 1 },
      { name: 'activation', kind: 'fixed', value: 'relu' },
      { name: 'epochs', kind: 'fixed', value: 4 },
      { name: 'batchSize', kind: 'fixed', value: 16 },
    ],
    relations: [],
  },
  sampler: { name: 'grow', options: { trialsPerSize: 2, carryWeights: true } },
  budget: { trials: 8 },
  objective: { metric: 'loss', direction: 'minimise' },
}

async function run(draft: StudyDraft) {
  const app = bench.open()
  const folder = bench.folder()
  await app.createProject(folder)
  const { id } = await app.createStudy(folder, draft)
  const report = await app.run(id)
  return { app, id, report, lines: await app.lines(id), definition: app.study(id).definition }
}

const trialLines = (lines: readonly JournalLine[]) => lines.flatMap((line) => (line.type === 'trial' ? [line] : []))
const valueOf = (lines: readonly JournalLine[], trial: number): number =>
  lines.flatMap((line) => (line.type === 'complete' && line.trial === trial ? [line.values[0]!] : []))[0]!
const epochsOf = (lines: readonly JournalLine[], trial: number): number[] =>
  lines.flatMap((line) =>
    line.type === 'epoch' && line.trial === trial && line.run === 'search/0' ? [line.epoch] : [],
  )

describe('population-based training', () => {
  it('trains a population to the end in slices, each from the state of another, and then is exhausted', async () => {
    const { report, lines } = await run(population)
    expect(report).toMatchObject({ status: 'finished' })
    const members = trialLines(lines).filter(({ share }) => share !== undefined)
    // A member that takes over the weights of one that is ahead skips a slice.
    expect(members.length).toBeGreaterThanOrEqual(9)
    expect(members.length).toBeLessThanOrEqual(12)
    for (const { trial, share, startFrom } of members) {
      const from = startFrom ? 2 * Math.round(3 * trialLines(lines)[startFrom.trial]!.share!) : 0
      expect(epochsOf(lines, trial)).toEqual([from + 1, from + 2])
      expect(Math.round(6 * share!)).toBe(from + 2)
    }
    expect(members.some(({ startFrom }) => startFrom?.insteadOf !== undefined)).toBe(true)
    expect(members.filter(({ share }) => share === 1).length).toBe(4)
  })

  it('gives the same study for the same seed, and every suggestion can be made again from the journal', async () => {
    const [first, second] = [await run(population), await run(population)]
    expect(outcomes(first.lines)).toEqual(outcomes(second.lines))
    const again = recomputeSuggestions(first.definition, first.lines)
    expect(again.length).toBe(trialLines(first.lines).length - 1)
    for (const { recorded, recomputed } of again) expect(recomputed).toEqual(recorded)
  })

  it('trains the whole schedule of a finalist again with fresh seeds', async () => {
    const { report, lines, definition } = await run({
      ...population,
      protocol: { confirm: { top: 1, seeds: 2 } },
    })
    const state = newState(definition)
    for (const line of lines) apply(state, line)
    const { trial } = report.chosen!
    expect(report.chosen!.confirmed!.seeds).toBe(2)
    const schedule = scheduleOf(state.trials, trial)
    expect(schedule[0]!.from).toBe(0)
    for (const [place, { from }] of schedule.slice(1).entries()) expect(from).toBe(schedule[place]!.to)
    const confirmed = state.trials[trial]!.runs.find(({ name }) => name === 'confirmation/0')!
    expect(confirmed.result!.epochs).toBe(Math.round(6 * (state.trials[trial]!.share ?? 1)))
    expect(confirmed.result!.value).toBeGreaterThan(0.3)
  })
})

describe('growing with weights', () => {
  it('starts a larger network as good as the smaller one was, in fewer epochs than from nothing', async () => {
    const carried = await run(grown)
    const larger = trialLines(carried.lines).filter(({ startFrom }) => startFrom?.as === 'grown')
    expect(larger.length).toBeGreaterThan(1)
    expect(carried.lines.some((line) => line.type === 'note' && line.text.includes('new weights'))).toBe(false)
    const first = larger[0]!
    const firstEpoch = carried.lines.find(
      (line) => line.type === 'epoch' && line.trial === first.trial && line.epoch === 1,
    )
    const parent = valueOf(carried.lines, first.startFrom!.trial)
    expect(firstEpoch?.type === 'epoch' && firstEpoch.value!).toBeLessThan(1.15 * parent)
    const anew = await run({ ...grown, sampler: { name: 'grow', options: { trialsPerSize: 2, carryWeights: false } } })
    expect(valueOf(carried.lines, first.trial)).toBeLessThan(valueOf(anew.lines, first.trial))
    expect(trialLines(anew.lines).every(({ startFrom }) => startFrom === undefined)).toBe(true)
  })
})
