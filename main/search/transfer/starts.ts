import { knowledgeOf } from '../observations.ts'
import { seenKeys } from '../samplers/seen.ts'
import type { Sampler, SearchProblem, Suggestion } from '../sampler.ts'
import { compileSpace, type CompiledSpace } from '../space/compiled.ts'
import { configurationKey } from '../space/configuration.ts'
import { layoutOf } from '../space/layout.ts'
import type { SearchTrial } from '../trial.ts'
import { lessonsOf } from './similarity.ts'
import { bestFirst, type Source } from './source.ts'
import { translate, type Translated } from './translate.ts'

/** Best configurations of each earlier study that are tried first. */
const BEST = 3

/**
 * A sampler that first tries what is known to be good elsewhere: the configurations of a portfolio, then the best ones of
 * earlier studies (in turn, each study's best before any second best), as far as they belong to the space and have no
 * trial yet. Sources that the results speak against are not followed any further. Then the sampler takes over.
 */
export function startingFrom(sampler: Sampler): Sampler {
  return {
    name: sampler.name,
    suggest(problem, history, ask) {
      return firstTries(problem, history) ?? sampler.suggest(problem, history, ask)
    },
  }
}

function firstTries(problem: SearchProblem, history: readonly SearchTrial[]): Suggestion | undefined {
  const { space, portfolio = [], sources = [] } = problem
  if (portfolio.length === 0 && sources.length === 0) return undefined
  const compiled = compileSpace(space)
  const seen = seenKeys(compiled, history)
  const isNew = (translated: Translated | undefined): translated is Translated =>
    translated !== undefined && !seen.has(configurationKey(compiled, translated.configuration))
  for (const [place, configuration] of portfolio.entries()) {
    const translated = translate(compiled, configuration)
    if (isNew(translated))
      return suggestion(translated, 'portfolio', `Number ${place + 1} of the portfolio: good on other data.`)
  }
  const waiting = sources.some((source) => bestOf(compiled, source).some(isNew))
  if (!waiting) return undefined
  const { observations } = knowledgeOf(history, problem.directions[0] ?? 'minimise')
  const { kept } = lessonsOf(sources, layoutOf(compiled), observations)
  for (let place = 0; place < BEST; place++)
    for (const { source } of kept) {
      const translated = bestOf(compiled, source)[place]
      if (isNew(translated))
        return suggestion(translated, 'earlier study', `${ordinal(place)} of the earlier study "${source.name}".`)
    }
  return undefined
}

/** The best configurations of a source that belong to the space. */
function bestOf(compiled: CompiledSpace, source: Source): Translated[] {
  const found: Translated[] = []
  for (const { configuration } of bestFirst(source)) {
    const translated = translate(compiled, configuration)
    if (translated) found.push(translated)
    if (found.length === BEST) break
  }
  return found
}

function suggestion({ configuration, imputed, moved }: Translated, sampler: string, because: string): Suggestion {
  const notes = [
    ...(imputed.length > 0 ? [`${imputed.join(', ')} at the default, since it was not varied there.`] : []),
    ...(moved.length > 0 ? [`${moved.join(', ')} moved to what this search space allows.`] : []),
  ]
  return { kind: 'configuration', configuration, because: [because, ...notes].join(' '), explanation: { sampler } }
}

function ordinal(place: number): string {
  return ['The best', 'The second best', 'The third best'][place] ?? `Number ${place + 1}`
}
