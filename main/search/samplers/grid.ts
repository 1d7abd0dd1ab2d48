import { randomStream } from '../random/stream.ts'
import type { Sampler } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { configurationKey } from '../space/configuration.ts'
import { enumerate } from '../space/enumerate.ts'
import type { Configuration } from '../space/types.ts'
import { exhausted } from './draw-unseen.ts'
import { seenKeys } from './seen.ts'

export interface GridOptions {
  /** Values that a float without a step is divided into, ends included, evenly on its scale. */
  readonly levels: number
  /** 'listed': the last parameter changes fastest. 'shuffled': in an order that the study's seed decides. */
  readonly order: 'listed' | 'shuffled'
}

/** Most configurations that are listed to be shuffled; a longer grid is shuffled in blocks of this size. */
const BLOCK = 5_000

/**
 * Every combination of values, inactive parameters left out, none twice; 'exhausted' after the last. Combinations that
 * break a relation are passed over. Trials of any origin count: one that was enqueued by hand is not repeated.
 */
export function gridSampler(options: Partial<GridOptions> = {}): Sampler {
  const { levels = 5, order = 'shuffled' } = options
  return {
    name: 'grid',
    suggest({ space }, history, { seed }) {
      const compiled = compileSpace(space)
      const seen = seenKeys(compiled, history)
      const isNew = (configuration: Configuration): boolean => !seen.has(configurationKey(compiled, configuration))
      let number = 0
      let block: Configuration[] = []
      const first = (): Configuration | undefined => {
        const ordered = order === 'shuffled' ? randomStream(seed, number, 'grid').shuffle(block) : block
        return ordered.find(isNew)
      }
      for (const configuration of enumerate(compiled, { levels })) {
        if (order === 'listed' && isNew(configuration)) return found(configuration)
        if (order === 'listed') continue
        block.push(configuration)
        if (block.length < BLOCK) continue
        const next = first()
        if (next) return found(next)
        number++
        block = []
      }
      const last = first()
      return last && order === 'shuffled' ? found(last) : exhausted(history.length)
    },
  }
}

function found(configuration: Configuration) {
  return { kind: 'configuration' as const, configuration, because: 'The next combination of the grid.' }
}
