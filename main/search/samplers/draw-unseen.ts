import type { Random } from '../random/stream.ts'
import type { Suggestion } from '../sampler.ts'
import { relationsHold, type CompiledSpace } from '../space/compiled.ts'
import { configurationKey } from '../space/configuration.ts'
import { countConfigurations } from '../space/count.ts'
import { enumerate } from '../space/enumerate.ts'
import type { Configuration } from '../space/types.ts'

/** Attempts that may break a relation before a sampler gives up. */
const RELATION_MISSES = 10_000

/** Repeats drawn before the rest of a finite space is listed instead. */
const REPEATS = 100

/** Values tried when the rest of a finite space is listed. */
const LISTING_EFFORT = 300_000

/**
 * Draws until a configuration keeps all relations and has not been tried yet. When nearly everything of a finite space
 * has been tried, it lists the rest and picks from it; when nothing is left, the answer is 'exhausted'.
 *
 * @param draw a configuration of the space, relations ignored; `attempt` counts from 0
 * @param because a sentence on how the configuration was chosen
 */
export function drawUnseen(
  compiled: CompiledSpace,
  seen: ReadonlySet<string>,
  random: Random,
  draw: (attempt: number) => Configuration,
  because: string,
): Suggestion {
  let misses = 0
  let repeats = 0
  let patience = REPEATS
  for (let attempt = 0; misses < RELATION_MISSES && repeats < patience; attempt++) {
    const configuration = draw(attempt)
    if (!relationsHold(compiled, configuration)) misses++
    else if (!seen.has(configurationKey(compiled, configuration)))
      return { kind: 'configuration', configuration, because }
    else if (++repeats === REPEATS && countConfigurations(compiled.space, 0).count === null) patience = RELATION_MISSES
  }
  if (countConfigurations(compiled.space, 0).count !== null) {
    const rest = listUnseen(compiled, seen)
    if (rest.some.length > 0)
      return {
        kind: 'configuration',
        configuration: random.pick(rest.some),
        because: `${because} Few were left, so they were listed.`,
      }
    if (rest.complete) return exhausted(seen.size)
  }
  return { kind: 'exhausted', because: tooRare(compiled, misses) }
}

/** What samplers say when every configuration of the space has a trial. */
export function exhausted(trials: number): Suggestion {
  return {
    kind: 'exhausted',
    because: `All configurations of the search space have been tried (${trials}). Widen it to go on.`,
  }
}

/** The first thousand configurations that have not been tried, in the order of the space; `complete`: all were looked at. */
function listUnseen(compiled: CompiledSpace, seen: ReadonlySet<string>) {
  const some: Configuration[] = []
  const listing = enumerate(compiled, { effort: LISTING_EFFORT })
  for (let next = listing.next(); some.length < 1000; next = listing.next()) {
    if (next.done === true) return { some, complete: next.value }
    if (!seen.has(configurationKey(compiled, next.value))) some.push(next.value)
  }
  return { some, complete: false }
}

function tooRare(compiled: CompiledSpace, misses: number): string {
  if (misses < RELATION_MISSES)
    return 'New configurations could not be found: nearly all that could be drawn have been tried.'
  const relations = compiled.space.relations.map((text) => `"${text}"`).join(', ')
  return `Fewer than 1 in ${RELATION_MISSES} random configurations keep the relations ${relations}. Relax a relation, or narrow the ranges that it ties together.`
}
