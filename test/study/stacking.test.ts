import { describe, expect, it } from 'vitest'
import { StudyCore } from '../../main/study/core.ts'
import type { Stacking } from '../../main/study/rules.ts'
import type { Step } from '../../main/study/core.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import { definition, rules } from './definition.ts'

const alike: Stacking = { nameOf: () => 'same', common: 'same', width: 4, suggestedAhead: 5 }

/** A study whose sampler answers at once; what starts goes on until the test says otherwise. */
function running(stacking: Stacking | undefined, workers: number) {
  const core = StudyCore.create(definition({ workers, budget: { trials: 20 } }), {
    ...rules,
    ...(stacking && { stacking }),
  })
  const started: { trial: number; attempt: number }[] = []
  let now = 0
  const tell = (event: StudyEvent): void => {
    const step: Step = core.step({ ...event, now: now++ } as never)
    for (const command of step.commands) {
      if (command.type === 'start') started.push({ trial: command.trial, attempt: command.attempt })
      if (command.type === 'ask')
        tell({
          type: 'suggested',
          number: command.number,
          basis: command.basis,
          suggestion: { kind: 'configuration', configuration: { x: (command.number % 10) / 10 }, because: 'a test' },
        } as never)
    }
  }
  tell({ type: 'start' })
  return { core, started, tell, inHand: () => core.inHand.length }
}

describe('trials that can share a worker', () => {
  it('start beside one another, as many as are suggested ahead', () => {
    expect(running(alike, 2).inHand()).toBe(5)
  })

  it('are no more than the workers take', () => {
    expect(running({ ...alike, suggestedAhead: 100 }, 2).inHand()).toBe(8)
  })

  it('have a worker each where nothing is said of sharing', () => {
    expect(running(undefined, 2).inHand()).toBe(2)
  })

  it('are not suggested ahead where trials of the space may differ', () => {
    const different: Stacking = { nameOf: alike.nameOf, width: alike.width, suggestedAhead: alike.suggestedAhead }
    expect(running(different, 2).inHand()).toBe(2)
  })

  it('do not start beside one that cannot share', () => {
    const stacking: Stacking = { ...alike, nameOf: ({ x }) => (x === 0.1 ? undefined : 'same') }
    expect(running(stacking, 2).inHand()).toBe(2)
  })

  it('have a worker to themselves after a failure', () => {
    const { started, tell, inHand } = running(alike, 1)
    expect(inHand()).toBe(4)
    for (const trial of [0, 1, 2, 3])
      tell({ type: 'failed', trial, run: 'search/0', attempt: 1, reason: 'crash', message: 'A test.', log: [] })
    expect(inHand()).toBe(1)
    expect(started.at(-1)?.attempt).toBe(2)
  })
})
