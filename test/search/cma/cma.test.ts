import { describe, expect, it } from 'vitest'
import { problems } from '../../../main/host/bench/search/problems.ts'
import { play } from '../../../main/host/bench/search/play.ts'
import { equalChoices, updateChoices } from '../../../main/search/cma/choices.ts'
import { cmaSettings } from '../../../main/search/cma/settings.ts'
import { symmetricEigen } from '../../../main/search/numerics/eigen.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import { CmaMemo, cmaEsSampler } from '../../../main/search/samplers/cma-es.ts'
import { createSampler } from '../../../main/search/samplers/registry.ts'

describe('CMA-ES', () => {
  it('has the parameters that the tutorial gives for ten axes and a population of ten', () => {
    const settings = cmaSettings(10, 10, false)
    const raw = [1, 2, 3, 4, 5].map((rank) => Math.log(5.5) - Math.log(rank))
    const sum = raw.reduce((total, weight) => total + weight, 0)
    expect([...settings.weights.slice(0, 5)]).toEqual(raw.map((weight) => expect.closeTo(weight / sum, 12)))
    const muEff = sum ** 2 / raw.reduce((total, weight) => total + weight ** 2, 0)
    expect(settings.muEff).toBeCloseTo(muEff, 12)
    expect(settings.c1).toBeCloseTo(2 / (11.3 ** 2 + muEff), 12)
    expect(settings.cMu).toBeCloseTo((2 * (muEff - 2 + 1 / muEff)) / (144 + muEff), 12)
    expect(settings.cSigma).toBeCloseTo((muEff + 2) / (15 + muEff), 12)
    expect(settings.weights.slice(6).every((weight) => weight < 0)).toBe(true)
  })

  it('converges on a shifted sphere in ten dimensions to 0.01 within 700 evaluations', () => {
    expect(play(cmaEsSampler({}, new CmaMemo()), problems.sphere10s, 0, 700).at(-1)).toBeLessThan(0.01)
  })

  it('suggests the same with a memo as without, also after a history that turned out differently', () => {
    const memo = new CmaMemo()
    expect(play(cmaEsSampler({}, memo), problems.mixed9, 3, 90)).toEqual(play(cmaEsSampler(), problems.mixed9, 3, 90))
    expect(play(cmaEsSampler({}, memo), problems.mixed9, 4, 60)).toEqual(play(cmaEsSampler(), problems.mixed9, 4, 60))
  })

  it('keeps every choice possible, and learns the good one', () => {
    let choices = equalChoices(4)
    for (let k = 0; k < 50; k++) choices = updateChoices(choices, [2, 2, 1], Float64Array.of(0.6, 0.3, 0.1), 0.2, 0.02)
    expect(choices.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12)
    expect(Math.min(...choices)).toBeGreaterThanOrEqual(0.02 - 1e-12)
    expect(choices[2]).toBeGreaterThan(0.8)
  })

  it('goes on from a mean that rounds to one whole number: the margin keeps the others within reach', () => {
    const space = {
      parameters: [
        { kind: 'int' as const, name: 'n', low: 0, high: 20, scale: 'linear' as const, default: 0 },
        { kind: 'float' as const, name: 'x', low: 0, high: 1, scale: 'linear' as const, default: 0 },
      ],
      relations: [],
    }
    const far = {
      name: 'far',
      space,
      optimum: 0,
      evaluate: (c: object) => Math.abs((c as { n: number }).n - 17) + (c as { x: number }).x,
    }
    expect(play(createSampler('cma', { sigma: 0.02 }), far, 1, 400).at(-1)).toBeLessThan(1)
  })
})

describe('eigenvalues', () => {
  it('put a symmetric matrix together again', () => {
    const { normal } = randomStream(1, 0, 'test')
    const n = 12
    const a = new Float64Array(n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = normal()
    const { values, vectors } = symmetricEigen(a, n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let k = 0; k < n; k++)
          sum += (vectors[i * n + k] as number) * (values[k] as number) * (vectors[j * n + k] as number)
        expect(sum).toBeCloseTo(a[i * n + j] as number, 9)
      }
  })
})
