import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { SearchThread } from '../../main/app/search-thread/client.ts'
import { newState } from '../../main/study/state.ts'
import { apply } from '../../main/study/apply.ts'
import type { StudyState } from '../../main/study/state.ts'
import { definition } from '../study/definition.ts'
import { root } from './workshop.ts'

const threads: SearchThread[] = []
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close()
})

function start(): SearchThread {
  const thread = new SearchThread(join(root, 'dist', 'main', 'search-thread.js'))
  threads.push(thread)
  return thread
}

/** A study with so many complete trials on a grid of a hundred points. */
function studyWith(trials: number): StudyState {
  const state = newState(
    definition({
      sampler: { name: 'grid', options: { order: 'listed', levels: 100 } },
      budget: { trials: 1_000_000 },
    }),
  )
  for (let trial = 0; trial < trials; trial++) {
    const at = trial
    const configuration = { x: trial / 99 }
    apply(state, { type: 'trial', trial, configuration, origin: 'sampler', because: '', at, time: 0 })
    apply(state, { type: 'start', trial, run: 'search/0', attempt: 1, seed: 1, from: 0, at })
    const result = { value: trial, validation: {}, train: {}, epochs: 1, keptEpoch: 1, stoppedEarly: false }
    const rest = { parameters: 1, engine: 'compiled', device: 'cpu', seconds: 1, at }
    apply(state, { type: 'result', trial, run: 'search/0', ...result, ...rest })
    apply(state, { type: 'complete', trial, values: [trial], at, time: 0 })
  }
  return state
}

describe('the search thread', () => {
  it('knows of every trial, told once, in however many parts', async () => {
    const thread = start()
    const { definition: study, trials } = studyWith(98)
    const many = await thread.ask(study, trials, 98)
    const fresh = await start().ask(study, trials, 98)
    expect(many).toEqual(fresh)
    expect(many).toMatchObject({ kind: 'configuration', configuration: { x: expect.closeTo(98 / 99, 9) as number } })
    expect(await thread.ask(study, trials, 98)).toEqual(many)
    const all = studyWith(100)
    expect(await thread.ask(study, all.trials, 100)).toMatchObject({ kind: 'exhausted' })
  })

  it('rejects with the sentence of a sampler that cannot be made, and serves others all the same', async () => {
    const thread = start()
    const bad = definition({ id: 'bad', sampler: { name: 'oracle', options: {} } })
    await expect(thread.ask(bad, [], 0)).rejects.toThrow(/oracle/)
    await expect(thread.ask(definition(), [], 0)).resolves.toMatchObject({ kind: 'configuration' })
  })

  it('refuses what it was asked when it is closed, rather than leaving it open for ever', async () => {
    const thread = start()
    const asked = thread.ask(definition(), [], 0)
    const refused = expect(asked).rejects.toMatchObject({ code: 'search-failed' })
    await thread.close()
    await refused
    await expect(thread.ask(definition(), [], 1)).rejects.toThrow('has been closed')
  })
})
