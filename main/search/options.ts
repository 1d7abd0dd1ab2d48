import { SearchError, type SearchErrorCode } from './search-error.ts'

/** One setting of a sampler or pruner, for forms and for checking. */
export type OptionSpec = { readonly name: string; readonly title: string; readonly about: string } & (
  | {
      readonly kind: 'number'
      readonly default: number
      readonly min: number
      readonly max: number
      readonly whole: boolean
    }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[] }
  | { readonly kind: 'switch'; readonly default: boolean }
)

export type OptionValues = Readonly<Record<string, number | string | boolean>>

/**
 * Options completed with their defaults.
 *
 * @param owner who is configured, as a sentence starts: "The grid sampler"
 * @throws SearchError 'bad-option' naming the first option that is unknown or not allowed
 */
export function completeOptions(owner: string, specs: readonly OptionSpec[], given: OptionValues): OptionValues {
  for (const [name, value] of Object.entries(given)) {
    const spec = specs.find((candidate) => candidate.name === name)
    if (!spec) {
      const known =
        specs.length === 0 ? 'It has none.' : `It has ${specs.map((candidate) => candidate.name).join(', ')}.`
      throw new SearchError('bad-option', `${owner} has no option called ${name}. ${known}`)
    }
    const wanted = problem(spec, value)
    if (wanted) throw new SearchError('bad-option', `${owner}: ${name} is ${String(value)}. It must be ${wanted}.`)
  }
  return Object.fromEntries(specs.map((spec) => [spec.name, given[spec.name] ?? spec.default]))
}

function problem(spec: OptionSpec, value: unknown): string | undefined {
  switch (spec.kind) {
    case 'switch':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'choice':
      return spec.choices.some((choice) => choice === value) ? undefined : `one of ${spec.choices.join(', ')}`
    case 'number': {
      const fits = typeof value === 'number' && value >= spec.min && value <= spec.max
      if (fits && (!spec.whole || Number.isInteger(value))) return undefined
      return `a ${spec.whole ? 'whole ' : ''}number from ${spec.min} to ${spec.max}`
    }
  }
}

/** The entry of a table by its name. @throws SearchError with `code`, listing what there is */
export function named<T>(table: Readonly<Record<string, T>>, name: string, what: string, code: SearchErrorCode): T {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry === undefined)
    throw new SearchError(code, `There is no ${what} called ${name}. There are ${Object.keys(table).join(', ')}.`)
  return entry
}
