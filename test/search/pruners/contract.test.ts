import { describe, expect, it } from 'vitest'
import { createPruner, pruners } from '../../../main/search/pruners/registry.ts'
import { describePruner } from '../pruner-contract.ts'

for (const name of Object.keys(pruners)) describePruner(name, () => createPruner(name))

describe('pruner registry', () => {
  it('names what there is when a pruner or an option is unknown', () => {
    expect(() => createPruner('strict')).toThrow(/no pruner called strict\. There are none, median/)
    expect(() => createPruner('none', { epochs: 3 })).toThrow(
      'The none pruner has no option called epochs. It has none.',
    )
    expect(() => createPruner('median', { warmupEpochs: -1 })).toThrow(
      'It must be a whole number from 0 to 1000000000.',
    )
  })
})
