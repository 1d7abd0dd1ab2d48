import { describe, expect, it } from 'vitest'
import { preprocessing } from '../../preload/contract/preprocessing.ts'
import { preprocessingFrom } from '../../main/host/commands/data-options.ts'

describe('--data', () => {
  it('sets how data become inputs, by name, in groups', () => {
    const options = preprocessingFrom([
      'scaling=robust',
      'text.vocabulary=5000',
      'text.pairs=true',
      'series.knownAhead=hr',
      'series.cycles=7,365.25',
    ])
    expect(options).toEqual({
      scaling: 'robust',
      text: { vocabulary: 5000, pairs: true },
      series: { knownAhead: ['hr'], cycles: [7, 365.25] },
    })
    expect(preprocessing.parse(options)).toEqual(options)
    expect(preprocessingFrom(['series.cycles=7'])).toEqual({ series: { cycles: [7] } })
    expect(preprocessingFrom(['series.cycles=auto', 'series.time=day'])).toEqual({
      series: { cycles: 'auto', time: 'day' },
    })
  })

  it('refuses what is no name and value with an example', () => {
    for (const text of ['lags', '=3', 'series.=3', 'a.b.c=1', 'series.lags='])
      expect(() => preprocessingFrom([text])).toThrow(`--data ${text} is not a setting. Write it as name=value`)
  })

  it('leaves unknown names to the contract, which names them', () => {
    expect(preprocessing.safeParse(preprocessingFrom(['series.lag=3'])).error?.issues[0]?.message).toContain(
      'no setting lag here',
    )
  })
})
