import { BadTopology } from './fault.ts'

type Value = number | string | boolean

export interface Placeholder {
  readonly name: string
  /** Written behind it: {units=64}. */
  readonly default?: Value
}

/** Names that are filled from the data. */
export const builtIn = ['outputs', 'vocabulary'] as const

const pattern = /^\{\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:=\s*([^}]*?)\s*)?\}$/

function readValue(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return text !== '' && Number.isFinite(number) ? number : text
}

function placeholderIn(text: string): Placeholder | undefined {
  const found = pattern.exec(text)
  if (!found) return undefined
  const [, name = '', value] = found
  return { name, ...(value === undefined ? {} : { default: readValue(value) }) }
}

/** Every placeholder of a topology but the built-in ones, once each, in order. @throws BadTopology for unlike defaults */
export function placeholdersOf(topology: unknown): readonly Placeholder[] {
  const found = new Map<string, Placeholder>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const placeholder = placeholderIn(value)
      if (placeholder === undefined || (builtIn as readonly string[]).includes(placeholder.name)) return
      const known = found.get(placeholder.name)
      if (known?.default !== undefined && placeholder.default !== undefined && known.default !== placeholder.default)
        throw new BadTopology(
          `The placeholder {${placeholder.name}} has two defaults, ${known.default} and ${placeholder.default}. Give it one.`,
        )
      found.set(placeholder.name, { ...known, ...placeholder })
    } else if (Array.isArray(value)) value.forEach(look)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  look(topology)
  return [...found.values()]
}

/** A topology with values in place of its placeholders. @throws BadTopology naming one that has no value */
export function filled(topology: unknown, values: Readonly<Record<string, Value>>): unknown {
  const defaults = new Map(placeholdersOf(topology).map(({ name, default: value }) => [name, value]))
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const placeholder = placeholderIn(value)
      if (placeholder === undefined) return value
      const given = values[placeholder.name] ?? defaults.get(placeholder.name)
      if (given === undefined)
        throw new BadTopology(
          `The placeholder {${placeholder.name}} has no value: add it to the search space, or write a default, {${placeholder.name}=...}.`,
        )
      return given
    }
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]))
    return value
  }
  return fill(topology)
}
