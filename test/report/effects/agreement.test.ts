import { describe, expect, it } from 'vitest'
import { agreementOf, verdictOf } from '../../../main/report/effects/agreement.ts'
import { randomStream } from '../../../main/search/random/stream.ts'

const uniform = () => {
  const random = randomStream(1, 0, 'test')
  return () => random.uniform()
}

const setting = (label: string, values: readonly number[], article?: number, missing = 0) => ({
  label,
  values,
  missing,
  ...(article === undefined ? {} : { article }),
})

describe('the comparison of an effect with the article', () => {
  it('agrees where the order is the same and seeds hardly differ', () => {
    const agreement = agreementOf(
      [setting('a', [0.7, 0.71, 0.69], 0.8), setting('b', [0.9, 0.91, 0.89], 0.9), setting('c', [0.5, 0.51], 0.7)],
      'maximise',
      uniform(),
    )!
    expect(agreement.best).toEqual({ article: 'b', ours: 'b', probability: 1, verdict: 'agrees' })
    expect(agreement.order).toMatchObject({ tau: 1, interval: [1, 1], alike: 3, pairs: 3, verdict: 'agrees' })
    expect(agreement.sweep).toEqual({ best: 'b', probability: 1 })
  })

  it('says so where it does not', () => {
    const agreement = agreementOf(
      [setting('a', [0.9, 0.91], 0.8), setting('b', [0.7, 0.71], 0.9)],
      'maximise',
      uniform(),
    )!
    expect(agreement.best).toMatchObject({ article: 'b', ours: 'a', probability: 0, verdict: 'does not agree' })
    expect(agreement.order).toMatchObject({ tau: -1, alike: 0, verdict: 'does not agree' })
  })

  it('agrees in part where most pairs stand as in the article and one surely does not', () => {
    const agreement = agreementOf(
      [setting('a', [3, 3.1], 3), setting('b', [1, 1.1], 2), setting('c', [2, 2.1], 1)],
      'maximise',
      uniform(),
    )!
    expect(agreement.best.verdict).toBe('agrees')
    expect(agreement.order).toMatchObject({ alike: 2, pairs: 3, probability: 1, verdict: 'agrees in part' })
  })

  it('takes the lowest for best where lower is better', () => {
    const agreement = agreementOf([setting('a', [1, 1], 10), setting('b', [2, 2], 20)], 'minimise', uniform())!
    expect(agreement.best).toMatchObject({ article: 'a', ours: 'a', probability: 1 })
    expect(agreement.order.tau).toBe(1)
  })

  it('cannot tell settings apart whose seeds differ as much as they do', () => {
    const agreement = agreementOf(
      [setting('a', [0.7, 0.8, 0.9, 0.6, 1], 0.9), setting('b', [0.72, 0.81, 0.88, 0.63, 0.97], 0.8)],
      'maximise',
      uniform(),
    )!
    expect(agreement.best.verdict).toBe('cannot be told')
    expect(agreement.best.probability).toBeGreaterThan(0.3)
    expect(agreement.best.probability).toBeLessThan(0.7)
  })

  it('gives the probability that normal theory gives for the difference of two means', () => {
    // Means 1 and 0; the standard error of the difference is sqrt(2 * 2.5 / 5) = 1, so the chance is Phi(1) = 0.841.
    const agreement = agreementOf(
      [setting('a', [-1, 0, 1, 2, 3], 2), setting('b', [-2, -1, 0, 1, 2], 1)],
      'maximise',
      uniform(),
    )!
    expect(agreement.best.probability).toBeGreaterThan(0.81)
    expect(agreement.best.probability).toBeLessThan(0.87)
  })

  it('compares only settings that the article has, but looks for the best among all', () => {
    const agreement = agreementOf(
      [setting('a', [1, 1], 1), setting('between', [9, 9]), setting('b', [2, 2], 2)],
      'maximise',
      uniform(),
    )!
    expect(agreement.order.pairs).toBe(1)
    expect(agreement.best.ours).toBe('b')
    expect(agreement.sweep).toEqual({ best: 'between', probability: 1 })
  })

  it('counts a training without a value as worse than any', () => {
    const agreement = agreementOf([setting('a', [], 1, 3), setting('b', [-50, -50], 2)], 'maximise', uniform())!
    expect(agreement.best).toMatchObject({ ours: 'b', probability: 1 })
  })

  it('calls two settings that both failed neither better', () => {
    const agreement = agreementOf([setting('a', [], 1, 3), setting('b', [], 2, 3)], 'maximise', uniform())!
    expect(agreement.order).toMatchObject({ tau: 0, alike: 0, pairs: 1, probability: 0.5 })
    expect(agreement.best.probability).toBe(0.5)
  })

  it('is none where fewer than two settings have figures of the article', () => {
    expect(agreementOf([setting('a', [1], 1), setting('b', [2])], 'maximise', uniform())).toBeUndefined()
  })

  it('is the same for the same random numbers', () => {
    const settings = [setting('a', [1, 2, 3], 1), setting('b', [2, 1, 4], 2)]
    expect(agreementOf(settings, 'maximise', uniform())).toEqual(agreementOf(settings, 'maximise', uniform()))
  })
})

it('says only what nine of ten draws say', () => {
  expect(verdictOf(0.95)).toBe('agrees')
  expect(verdictOf(0.5)).toBe('cannot be told')
  expect(verdictOf(0.02)).toBe('does not agree')
})
