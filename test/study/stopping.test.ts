import { describe, expect, it } from 'vitest'
import { StudyCore } from '../../main/study/core.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { lineProblem } from '../../main/study/journal-check.ts'
import type { StudyDefinition } from '../../main/study/study.ts'
import { definition, rules } from './definition.ts'

const advice = { type: 'advised', criterion: 'stagnation', because: 'No better one in 30.' } as const

function started(stopping: StudyDefinition['stopping'], confirm = { top: 0, seeds: 0 }) {
  const { protocol } = definition()
  const study = definition({
    budget: { trials: 50 },
    protocol: { ...protocol, confirm },
    ...(stopping ? { stopping } : {}),
  })
  const core = StudyCore.create(study, rules)
  const lines: JournalLine[] = []
  let now = 0
  const tell = (event: StudyEvent): void => void lines.push(...core.step({ ...event, now: (now += 1000) }).lines)
  const finish = (trial: number, run: 'search/0' | 'confirmation/0' = 'search/0'): void => {
    const result = { keptEpoch: 1, stoppedEarly: false, validation: { accuracy: 0.5 }, train: {}, epochs: 1 }
    const rest = { seconds: 1, parameters: 1, engine: 'compiled', device: 'cpu' }
    tell({ type: 'finished', trial, run, attempt: 1, result: { ...result, ...rest } })
  }
  tell({ type: 'start' })
  return { core, study, lines, tell, finish }
}

describe('a stopping criterion', () => {
  it('ends the search with its reason in the journal, breaks off what runs, and has the best confirmed', () => {
    const { core, lines, tell, finish, study } = started([{ criterion: 'stagnation', action: 'stop' }], {
      top: 1,
      seeds: 1,
    })
    finish(0)
    tell({
      type: 'suggested',
      number: 1,
      basis: { results: 1, running: [] },
      suggestion: { kind: 'configuration', configuration: { x: 0.1 }, because: 'Drawn.' },
    })
    tell(advice)
    expect(lines.filter(({ type }) => type === 'advice')).toMatchObject([{ action: 'stop', because: advice.because }])
    expect(core.inHand).toMatchObject([{ trial: 1, cancelling: 'budget' }])
    tell({ type: 'broken-off', trial: 1, run: 'search/0', attempt: 1 })
    expect(core.state.stage).toBe('confirmation')
    expect(lines).toContainEqual(expect.objectContaining({ type: 'stage', stage: 'closing', because: advice.because }))
    finish(0, 'confirmation/0')
    expect(core.state.status).toBe('finished')
    for (const line of lines) expect(lineProblem(JSON.parse(JSON.stringify(line)))).toBeUndefined()
    expect(JSON.stringify(StudyCore.replay(study, rules, lines).state)).toBe(JSON.stringify(core.state))
  })

  it('that is only to be told lets the search go on, and speaks once', () => {
    const { core, lines, tell, finish } = started([{ criterion: 'stagnation', action: 'tell' }])
    finish(0)
    tell(advice)
    tell(advice)
    expect(lines.filter(({ type }) => type === 'advice')).toHaveLength(1)
    expect(core.state).toMatchObject({ status: 'running', stage: 'search', advised: ['stagnation'] })
  })

  it('does not end a study again that was extended against its advice', () => {
    const { core, tell, finish } = started([{ criterion: 'stagnation', action: 'stop' }])
    finish(0)
    tell(advice)
    expect(core.state.status).toBe('finished')
    tell({ type: 'extend', budget: { trials: 60 } })
    tell(advice)
    expect(core.state).toMatchObject({ status: 'running', stage: 'search' })
  })

  it('is nothing to a study that has not asked for it, or that is not searching', () => {
    const { core, lines, tell } = started(undefined)
    tell(advice)
    expect(core.state.status).toBe('running')
    const paused = started([{ criterion: 'stagnation', action: 'stop' }])
    paused.tell({ type: 'pause' })
    paused.tell(advice)
    expect([...lines, ...paused.lines].some(({ type }) => type === 'advice')).toBe(false)
  })
})
