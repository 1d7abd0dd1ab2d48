import type { Configuration, Parameter, ParameterValue } from '../../search/space/types.ts'

/** Fewer ended trials than this say nothing of a choice. */
const enoughTrials = 5

/** Parts that a range is divided into, evenly on its scale. */
const parts = 4

export type Unexplored =
  | { readonly kind: 'choice'; readonly parameter: string; readonly value: ParameterValue; readonly trials: number }
  | { readonly kind: 'range'; readonly parameter: string; readonly low: number; readonly high: number }

/**
 * Where a search did not look: choices that fewer than five trials tried, and quarters of a range (on its own scale) in which
 * no trial lies. A parameter that fewer than five trials used at all is left out: its condition did not hold.
 * @param tried configurations whose trials have ended with a score
 */
export function unexploredOf(parameters: readonly Parameter[], tried: readonly Configuration[]): readonly Unexplored[] {
  return parameters.flatMap((parameter): Unexplored[] => {
    const { name } = parameter
    const values = tried.map((configuration) => configuration[name]).filter((value) => value !== undefined)
    if (parameter.kind === 'fixed' || values.length < enoughTrials) return []
    if (parameter.kind === 'categorical' || parameter.kind === 'bool') {
      const choices: readonly ParameterValue[] = parameter.kind === 'bool' ? [false, true] : parameter.choices
      return choices.flatMap((value) => {
        const trials = values.filter((each) => each === value).length
        return trials < enoughTrials ? [{ kind: 'choice', parameter: name, value, trials }] : []
      })
    }
    return emptyParts(parameter, values as readonly number[])
  })
}

type Numeric = Extract<Parameter, { kind: 'float' | 'int' }>

function emptyParts(parameter: Numeric, values: readonly number[]): Unexplored[] {
  const { name, low, high, kind, scale } = parameter
  const log = scale !== 'linear' && low > 0
  const place = (value: number): number => (log ? Math.log(value) : value)
  const at = (share: number): number => {
    const value = place(low) + share * (place(high) - place(low))
    return log ? Math.exp(value) : value
  }
  // Whole numbers that are few are told one by one by whoever looks at the trials.
  if (kind === 'int' && high - low < 2 * parts) return []
  const empty: { from: number; to: number }[] = []
  for (let part = 0; part < parts; part++) {
    const [from, to] = [at(part / parts), at((part + 1) / parts)]
    const slack = 1e-9 * Math.abs(to - from)
    if (values.some((value) => value >= from - slack && value <= to + slack)) continue
    const last = empty.at(-1)
    if (last && last.to === from) last.to = to
    else empty.push({ from, to })
  }
  return empty.map(({ from, to }) => ({
    kind: 'range',
    parameter: name,
    low: kind === 'int' ? Math.ceil(from) : from,
    high: kind === 'int' ? Math.floor(to) : to,
  }))
}
