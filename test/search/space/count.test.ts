import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { checkConfiguration, configurationKey } from '../../../main/search/space/configuration.ts'
import { countConfigurations } from '../../../main/search/space/count.ts'
import { enumerate } from '../../../main/search/space/enumerate.ts'
import type { Parameter, SearchSpace } from '../../../main/search/space/types.ts'
import { spaces } from '../arbitraries.ts'

const whole = (name: string, low: number, high: number, when?: Parameter['when']): Parameter => ({
  kind: 'int',
  name,
  low,
  high,
  scale: 'linear',
  default: low,
  ...(when ? { when } : {}),
})
const spaceOf = (parameters: readonly Parameter[], relations: readonly string[] = []): SearchSpace => ({
  parameters,
  relations,
})

describe('countConfigurations', () => {
  it('multiplies independent parameters and adds over the branches of a tree', () => {
    const layered = spaceOf([
      whole('layers', 1, 3),
      whole('n1', 1, 10),
      whole('n2', 1, 10, [{ parameter: 'layers', min: 2 }]),
      whole('n3', 1, 10, [{ parameter: 'layers', min: 3 }]),
      { kind: 'bool', name: 'norm', default: false },
    ])
    expect(countConfigurations(layered)).toEqual({ count: 2n * (10n + 100n + 1000n), exact: true })
  })

  it('counts beyond what a double holds, and a wide parent by classes instead of value by value', () => {
    const wide = spaceOf(Array.from({ length: 30 }, (_, index) => whole(`p${index}`, 1, 1000)))
    expect(countConfigurations(wide).count).toBe(1000n ** 30n)
    const parent = spaceOf([whole('a', 1, 1_000_000_000), whole('b', 1, 5, [{ parameter: 'a', min: 400_000_001 }])])
    expect(countConfigurations(parent).count).toBe(400_000_000n + 600_000_000n * 5n)
  })

  it('says null where a continuous parameter can be active', () => {
    const float: Parameter = { kind: 'float', name: 'rate', low: 0, high: 1, scale: 'linear', default: 0 }
    expect(countConfigurations(spaceOf([float, whole('a', 1, 3)])).count).toBeNull()
    expect(countConfigurations(spaceOf([{ ...float, step: 0.25 }])).count).toBe(5n)
    expect(countConfigurations(spaceOf([{ ...float, high: 0 }])).count).toBe(1n)
  })

  it('counts out relations by enumeration, or flags an upper bound', () => {
    const related = spaceOf([whole('a', 1, 10), whole('b', 1, 10), whole('c', 1, 7)], ['a <= b'])
    expect(countConfigurations(related)).toEqual({ count: 55n * 7n, exact: true })
    expect(countConfigurations(related, 50)).toEqual({ count: 700n, exact: false })
  })

  it('equals the number of distinct configurations that enumeration lists', () => {
    fc.assert(
      fc.property(
        spaces({ finite: true, maxParameters: 5 }).filter(
          (space) => Number(countConfigurations(space, 0).count) <= 5000,
        ),
        (space) => {
          const compiled = compileSpace(space)
          const listed = [...enumerate(compiled)]
          for (const configuration of listed) expect(checkConfiguration(space, configuration)).toEqual([])
          expect(new Set(listed.map((configuration) => configurationKey(compiled, configuration))).size).toBe(
            listed.length,
          )
          expect(countConfigurations(space)).toEqual({ count: BigInt(listed.length), exact: true })
          expect([...enumerate(compiled)]).toEqual(listed)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('enumerate', () => {
  it('divides a continuous parameter into levels on its scale, ends included', () => {
    const log: Parameter = { kind: 'float', name: 'rate', low: 1e-4, high: 1, scale: 'log', default: 0.1 }
    const rates = [...enumerate(compileSpace(spaceOf([log])), { levels: 5 })].map(({ rate }) =>
      Number(rate).toPrecision(6),
    )
    expect(rates).toEqual(['0.000100000', '0.00100000', '0.0100000', '0.100000', '1.00000'])
  })

  it('stops when its effort is spent, and says so', () => {
    const listing = enumerate(compileSpace(spaceOf([whole('a', 1, 100)], ['a > 90'])), { effort: 95 })
    const found = []
    let next = listing.next()
    for (; next.done !== true; next = listing.next()) found.push(next.value['a'])
    expect([found, next.value]).toEqual([[91, 92, 93, 94, 95], false])
  })
})
