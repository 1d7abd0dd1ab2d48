import { expect, it } from 'vitest'
import { leaveOneOut, portfolioFigure } from '../../../main/host/bench/search/portfolio.ts'

it('judges a portfolio by data that it was not made from', () => {
  // The third task is unlike the others: what is best for them is bad for it, and the other way round.
  const regrets = [Float64Array.of(0, 1, 0.5), Float64Array.of(0, 1, 0.5), Float64Array.of(1, 0, 0.5)]
  expect(leaveOneOut(regrets, 1)).toEqual([0, 0, 1])
})

it('of four configurations comes as near to the best on real tables as 50 random ones', async ({ skip }) => {
  const { value, how } = await portfolioFigure.measure()
  if (value === null) skip(how)
  expect(value).toBeLessThanOrEqual(0.11)
})
