import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StudyState } from '../../main/study/state.ts'
import { meanInterval } from '../../main/study/statistics/interval.ts'
import { unbeaten, verdictOf } from '../../main/study/verdict.ts'
import { runScript } from './run-script.ts'

const scripted = (name: string): string => readFileSync(join(import.meta.dirname, 'runs', name), 'utf8')
const play = (script: string): StudyState => runScript(script).core.state

describe('the verdict on a finished study', () => {
  it('reports the second set of fresh seeds, corrected for the rows that splits share, and how optimistic the search was', () => {
    const verdict = verdictOf(play(scripted('confirmation-in-full.txt')))!
    expect(verdict).toMatchObject({ chosen: 2, leader: 2, againstDefault: 'beyond-noise' })
    expect(verdict.interval).toEqual(meanInterval([0.83, 0.85], 0.95, 0.25))
    expect(verdict.optimism).toBeCloseTo(0.85 - 0.84, 10)
    expect(verdict.standings.map(({ trial }) => trial)).toEqual([2, 1, 0])
  })

  it('compares with baselines on the same splits, and counts as beaten only what is beyond noise', () => {
    const verdict = verdictOf(play(scripted('confirmation-in-full.txt')))!
    const [constant, linear] = verdict.baselines
    expect(constant).toMatchObject({ name: 'constant', mean: 0.1, beaten: true })
    expect(linear!.gain!.difference).toBeCloseTo(0.335, 10)
    expect(unbeaten(verdict)).toEqual([])
    const better = scripted('confirmation-in-full.txt')
      .replace('linear/0 0.5\n', 'linear/0 0.86\n')
      .replace('linear/1 0.51', 'linear/1 0.84')
    expect(unbeaten(verdictOf(play(better))!)).toEqual(['linear'])
  })

  it('says so when nothing is better than the defaults beyond noise', () => {
    const verdict = verdictOf(play(scripted('defaults-stay.txt')))!
    expect(verdict).toMatchObject({ chosen: 0, leader: 1, againstDefault: 'not-beyond-noise' })
    expect(unbeaten(verdict)).toEqual(['defaults'])
    expect(verdict.interval).toBeUndefined()
  })

  it('does without what older studies did not do', () => {
    const verdict = verdictOf(play(scripted('confirmation-and-test.txt')))!
    expect(verdict).toMatchObject({ chosen: 2, againstDefault: 'untested', baselines: [] })
    expect(verdict.interval!.mean).toBeCloseTo(0.85, 10)
  })

  it('does not exist before the end', () => {
    expect(verdictOf(play(scripted('k-fold.txt').split('\n').slice(0, 6).join('\n')))).toBeUndefined()
    expect(verdictOf(play(scripted('one-worker.txt')))).toBeUndefined()
  })
})
