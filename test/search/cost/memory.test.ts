import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryModelOf } from '../../../main/search/cost/memory-model.ts'
import { createSampler, samplers } from '../../../main/search/samplers/registry.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { layoutOf } from '../../../main/search/space/layout.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import type { SearchTrial } from '../../../main/search/trial.ts'
import { play, type Machine } from './simulated.ts'

const space: SearchSpace = {
  parameters: [
    { kind: 'int', name: 'units', low: 16, high: 4096, scale: 'log', default: 64 },
    { kind: 'int', name: 'layers', low: 1, high: 6, scale: 'linear', default: 2 },
    { kind: 'int', name: 'batch', low: 8, high: 1024, scale: 'powersOf2', default: 32 },
    { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.01 },
  ],
  relations: [],
}

/** Larger is better, so that a search is drawn to what does not fit: a fifth of the space. */
const machine: Machine = {
  problem: { space, directions: ['minimise'], growing: ['units', 'layers', 'batch'] },
  seconds: () => 1,
  loss: ({ units, rate }) => 2 - Math.log2(Number(units)) / 12 + (Math.log10(Number(rate)) + 2) ** 2,
  fits: ({ units, layers, batch }) => Number(units) * Number(layers) * Number(batch) < 150_000,
}

const failures = (history: readonly SearchTrial[]): number => history.filter(({ outOfMemory }) => outOfMemory).length

describe('configurations that run out of memory', () => {
  it.each([
    ['gp', 30],
    ['tpe', 60],
    ['random', 60],
    ['ga', 60],
    ['sobol', 60],
  ])('%s avoids them after few failures', (name, trials) => {
    const { history } = play(createSampler(name), machine, 2, trials, false)
    expect(failures(history)).toBeLessThanOrEqual(5)
    expect(failures(history.slice(20))).toBeLessThanOrEqual(3)
  })

  it('are tried on and on by a sampler that draws without looking, where nobody says what grows', () => {
    const unaware = { space, directions: machine.problem.directions }
    const { history } = play(createSampler('random'), { ...machine, problem: unaware }, 2, 60, false)
    expect(failures(history)).toBeGreaterThan(8)
  })

  it('are avoided by every sampler of the registry that has something else to suggest', () => {
    const history: SearchTrial[] = [1, 2, 3].map((layers, number) => ({
      number,
      configuration: { units: 2048, layers, batch: 256, rate: 0.01 },
      state: 'failed',
      outOfMemory: true,
      intermediate: [],
    }))
    for (const name of Object.keys(samplers)) {
      const suggestion = createSampler(name).suggest(machine.problem, history, { seed: 5, number: 3 })
      if (suggestion.kind === 'exhausted') continue
      const { units, layers, batch } = suggestion.configuration
      expect(Number(units) * Number(layers) * Number(batch), name).toBeLessThan(2048 * 3 * 256)
    }
  })

  it('are the likelier the larger they are in any respect, whatever has been seen', () => {
    const layout = layoutOf(compileSpace(space))
    const active = new Uint8Array(4).fill(1)
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const points = fc.array(fc.tuple(fc.array(unit, { minLength: 4, maxLength: 4 }), fc.boolean()), { minLength: 1 })
    fc.assert(
      fc.property(points, fc.array(unit, { minLength: 4, maxLength: 4 }), fc.nat(2), unit, (seen, from, k, by) => {
        const history = seen.map(([point, fails], number): SearchTrial => ({
          number,
          configuration: layout.configuration(Float64Array.from(point)),
          state: fails ? 'failed' : 'complete',
          ...(fails ? { outOfMemory: true as const } : { values: [1] }),
          intermediate: [],
        }))
        const model = memoryModelOf(machine.problem, layout, history)
        if (!model) return
        const larger = Float64Array.from(from)
        larger[k] = Math.min(1, larger[k]! + by)
        const chance = model.chance(Float64Array.from(from), active)
        expect(model.chance(larger, active)).toBeGreaterThanOrEqual(chance - 1e-12)
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  it('are tried all the same where nothing else is left', () => {
    const tiny: SearchSpace = { parameters: [space.parameters[1]!], relations: [] }
    const history: SearchTrial[] = [
      { number: 0, configuration: { layers: 1 }, state: 'failed', outOfMemory: true, intermediate: [] },
    ]
    const problem = { space: tiny, directions: ['minimise' as const], growing: ['layers'] }
    const suggestion = createSampler('auto').suggest(problem, history, { seed: 1, number: 1 })
    expect(suggestion.kind).toBe('configuration')
  })
})
