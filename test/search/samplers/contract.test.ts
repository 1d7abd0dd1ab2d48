import { describe, expect, it } from 'vitest'
import { createSampler, samplers } from '../../../main/search/samplers/registry.ts'
import { describeSampler, type SamplerCase } from '../sampler-contract.ts'

const cases: readonly SamplerCase[] = [
  { name: 'random', runs: 200 },
  { name: 'sobol', runs: 200 },
  { name: 'grid', runs: 200 },
  { name: 'gp', runs: 40 },
  { name: 'tpe', runs: 150 },
  { name: 'bohb', runs: 100 },
  { name: 'auto', runs: 25 },
  { name: 'cma', runs: 150 },
  { name: 'ga', runs: 150 },
  { name: 'grow', runs: 15, seedless: 'it starts with the smallest network, the rest at the defaults' },
  { name: 'pbt', runs: 100 },
  { name: 'nsga2', runs: 150 },
  { name: 'halton', runs: 150 },
  { name: 'de', runs: 150 },
  { name: 'regularisedEvolution', runs: 150 },
  { name: 'gp', options: { deterministic: true }, runs: 15 },
  { name: 'grid', options: { order: 'listed', levels: 3 }, runs: 100, seedless: 'the order is that of the space' },
]

for (const entry of cases) describeSampler(entry, () => createSampler(entry.name, entry.options))

describe('sampler registry', () => {
  it('has a contract case for every sampler', () => {
    expect(new Set(cases.map(({ name }) => name))).toEqual(new Set(Object.keys(samplers)))
  })

  it('names what there is when a sampler is unknown', () => {
    expect(() => createSampler('bayes')).toThrow(/no sampler called bayes\. There are .*random.*grid/)
    expect(() => createSampler('toString')).toThrow(/no sampler called toString/)
  })

  it('refuses an option that is unknown or not allowed, and says what it must be', () => {
    expect(() => createSampler('grid', { level: 3 })).toThrow(
      'The grid sampler has no option called level. It has levels, order.',
    )
    expect(() => createSampler('grid', { levels: 2.5 })).toThrow(
      'levels is 2.5. It must be a whole number from 1 to 1000.',
    )
    expect(() => createSampler('grid', { order: 'up' })).toThrow('order is up. It must be one of shuffled, listed.')
  })
})
