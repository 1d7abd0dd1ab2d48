import { describe, expect, it } from 'vitest'
import { honestyOf, normalStudy } from '../../main/host/bench/honesty/simulation.ts'

/** The small form of the bench `honesty`: 300 studies at each noise instead of 2,000. */
const simulate = (noise: number) => honestyOf(Array.from({ length: 300 }, (_, seed) => normalStudy(100, noise, seed)))

describe('what a study says of itself, in simulated studies of known truth', () => {
  const byNoise = [0.25, 1, 4].map(simulate)

  it('has intervals that hold the truth about as often as they promise', () => {
    // Two standard errors of 300 studies: 0.025.
    for (const { coverage } of byNoise) expect(Math.abs(coverage - 0.95)).toBeLessThan(0.03)
  })

  it('is closer to the truth than the best validation value in nine of ten', () => {
    expect(byNoise.reduce((sum, { naiveWorse }) => sum + naiveWorse, 0) / byNoise.length).toBeGreaterThan(0.88)
  })

  it('hardly ever recommends what is worse than the defaults', () => {
    for (const { worseThanDefault } of byNoise) expect(worseThanDefault).toBeLessThan(0.02)
  })

  it('still recommends something else where it is better beyond noise', () => {
    expect(byNoise[0]!.keptDefault).toBeLessThan(0.05)
    expect(byNoise[1]!.keptDefault).toBeLessThan(0.35)
  })
})
