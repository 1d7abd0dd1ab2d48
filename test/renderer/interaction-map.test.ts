import { describe, expect, it } from 'vitest'
import { interactionMap } from '../../renderer/pages/insights/interaction-map.ts'

const effect = (parameters: readonly string[], share: number) => ({ parameters, share, spread: share / 10 })

describe('the map of interactions', () => {
  it('has each pair once, below a diagonal of what each does alone, in the order of importance', () => {
    const map = interactionMap({
      mains: [effect(['rate'], 0.5), effect(['layers'], 0.2), effect(['units'], 0.1), effect(['unpaired'], 0)],
      pairs: [effect(['layers', 'rate'], 0.15), effect(['rate', 'units'], 0.02), effect(['layers', 'units'], 0)],
      groups: [],
      trials: 50,
    })!
    expect(map.parameters).toEqual(['rate', 'layers', 'units'])
    expect(map.cells.map((row) => row.map((cell) => cell?.share))).toEqual([
      [0.5, undefined, undefined],
      [0.15, 0.2, undefined],
      [0.02, 0, 0.1],
    ])
    expect(map.cells[1]![1]).toMatchObject({ alone: true })
    expect(map.cells[1]![0]).toMatchObject({ alone: false, spread: 0.015 })
    expect(map.most).toBe(0.5)
  })

  it('is nothing without pairs', () => {
    expect(interactionMap({ mains: [effect(['rate'], 1)], pairs: [], groups: [], trials: 9 })).toBeUndefined()
  })
})
