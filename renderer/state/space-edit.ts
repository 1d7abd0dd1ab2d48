/** Changes to a search space, each a new space. What hyperparameters there are comes from the template's table. */
import type { HyperparameterEntry, Parameter, ParameterValue, SearchSpace } from '../../preload/contract/types.ts'
import { suggestedParameter } from './suggested-range.ts'

type Condition = NonNullable<Parameter['when']>[number]
type Table = readonly HyperparameterEntry[]

export function parameterOf(space: SearchSpace, name: string): Parameter | undefined {
  return space.parameters.find((parameter) => parameter.name === name)
}

/** Has a hyperparameter vary: as the template's own space has it, else in a range around its default. */
export function vary(space: SearchSpace, entry: HyperparameterEntry, usual: SearchSpace, table: Table): SearchSpace {
  const own = parameterOf(usual, entry.name)
  const parameter = without(own && own.kind !== 'fixed' ? own : suggestedParameter(entry), 'when')
  const before = parameterOf(space, entry.name)
  // A value that it was fixed at stays where the study starts, if the range has it.
  const kept = before?.kind === 'fixed' ? withDefault(parameter, before.value) : parameter
  const condition = conditionFor(entry, space)
  return put(space, condition ? { ...kept, when: [condition] } : kept, table)
}

/** Holds a hyperparameter at one value; its condition stays. */
export function fix(space: SearchSpace, name: string, value: ParameterValue, table: Table): SearchSpace {
  const when = parameterOf(space, name)?.when
  return put(space, { name, kind: 'fixed', value, ...(when ? { when } : {}) }, table)
}

/** Says nothing of a hyperparameter: it stands at the template's default. Conditions on it go, since it cannot change. */
export function leaveOut(space: SearchSpace, name: string): SearchSpace {
  return {
    ...space,
    parameters: space.parameters
      .filter((parameter) => parameter.name !== name)
      .map((parameter) => {
        const when = parameter.when?.filter((condition) => condition.parameter !== name)
        return when?.length === parameter.when?.length ? parameter : withWhen(parameter, when ?? [])
      }),
  }
}

/**
 * Puts a parameter in place of the one of its name, or last. Conditions of others on it follow where they are those that the
 * table asks for; those that somebody wrote otherwise are kept as they are.
 */
export function put(space: SearchSpace, parameter: Parameter, table: Table): SearchSpace {
  const before = parameterOf(space, parameter.name)
  const parameters = before
    ? space.parameters.map((each) => (each === before ? parameter : each))
    : [...space.parameters, parameter]
  const after = { ...space, parameters }
  return {
    ...after,
    parameters: parameters.map((child) => {
      const entry = table.find(({ name }) => name === child.name)
      if (entry?.actsWith?.name !== parameter.name) return child
      const old = child.when?.filter((condition) => condition.parameter === parameter.name) ?? []
      const others = child.when?.filter((condition) => condition.parameter !== parameter.name) ?? []
      const asked = conditionFor(entry, space)
      const wasUsual = asked === undefined ? old.length === 0 : old.length === 1 && same(old[0], asked)
      const next = conditionFor(entry, after)
      if (!wasUsual || same(next, old[0]) || !canAct(entry, after)) return child
      return withWhen(child, next ? [...others, next] : others)
    }),
  }
}

/** The condition under which a hyperparameter acts in a space; undefined where it always does, or where it cannot. */
export function conditionFor({ actsWith }: HyperparameterEntry, space: SearchSpace): Condition | undefined {
  if (!actsWith) return undefined
  const parent = parameterOf(space, actsWith.name)
  const values = parent && valuesOf(parent)
  if (!values) return undefined
  const good = values.filter((value) => actsWith.in.includes(value))
  return good.length === 0 || good.length === values.length ? undefined : { parameter: actsWith.name, in: good }
}

/** Whether some value that the space allows lets a hyperparameter act. `table` gives the values of what the space leaves out. */
export function canAct(entry: HyperparameterEntry, space: SearchSpace, table: Table = []): boolean {
  const { actsWith } = entry
  if (!actsWith) return true
  const parent = parameterOf(space, actsWith.name)
  if (parent) {
    const values = valuesOf(parent)
    return values === undefined || values.some((value) => actsWith.in.includes(value))
  }
  const standing = table.find(({ name }) => name === actsWith.name)?.default
  return standing !== undefined && actsWith.in.includes(standing)
}

/** All values of a parameter with few of them. */
function valuesOf(parameter: Parameter): readonly ParameterValue[] | undefined {
  if (parameter.kind === 'fixed') return [parameter.value]
  if (parameter.kind === 'bool') return [false, true]
  if (parameter.kind === 'categorical') return parameter.choices
  if (parameter.kind === 'float' || parameter.high - parameter.low > 64 || parameter.scale === 'powersOf2')
    return undefined
  const step = parameter.step ?? 1
  const count = Math.max(0, Math.floor((parameter.high - parameter.low) / step) + 1)
  return Array.from({ length: count }, (_, at) => parameter.low + at * step)
}

function withDefault(parameter: Parameter, value: ParameterValue): Parameter {
  if (parameter.kind === 'bool') return typeof value === 'boolean' ? { ...parameter, default: value } : parameter
  if (parameter.kind === 'categorical')
    return typeof value !== 'boolean' && parameter.choices.includes(value)
      ? { ...parameter, default: value }
      : parameter
  if (parameter.kind === 'fixed' || typeof value !== 'number') return parameter
  const fits = value >= parameter.low && value <= parameter.high && parameter.step === undefined
  const isPower = parameter.scale !== 'powersOf2' || Number.isInteger(Math.log2(value))
  return fits && isPower ? { ...parameter, default: value } : parameter
}

function withWhen(parameter: Parameter, when: readonly Condition[]): Parameter {
  const rest = without(parameter, 'when')
  return when.length === 0 ? rest : { ...rest, when }
}

/** A parameter that says nothing of its condition, or of its step. */
export function without<Kind extends Parameter>(parameter: Kind, member: 'when' | 'step'): Kind {
  return Object.fromEntries(Object.entries(parameter).filter(([name]) => name !== member)) as Kind
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
