import fc from 'fast-check'
import { randomStream } from '../../main/search/random/stream.ts'
import { compileSpace, relationsHold } from '../../main/search/space/compiled.ts'
import { coordinates, decode } from '../../main/search/space/unit-cube.ts'
import { defaultConfiguration } from '../../main/search/space/configuration.ts'
import { domainOf } from '../../main/search/space/domain.ts'
import { validateSpace } from '../../main/search/space/validate.ts'
import type { Condition, Parameter, ParameterValue, SearchSpace } from '../../main/search/space/types.ts'
import type { SearchTrial, TrialState } from '../../main/search/trial.ts'

type Unnamed = Omit<Parameter, 'name'> & { kind: Parameter['kind'] }

const int = fc
  .tuple(fc.integer({ min: -5, max: 40 }), fc.nat({ max: 300 }), fc.integer({ min: 1, max: 7 }), fc.nat())
  .map(([low, width, step, pick]): Unnamed => {
    const high = low + width
    const count = Math.floor(width / step) + 1
    return { kind: 'int', low, high, scale: 'linear', step, default: low + (pick % count) * step } as Unnamed
  })

const logInt = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 2000 }))
  .map(([low, width]): Unnamed => ({ kind: 'int', low, high: low + width, scale: 'log', default: low }) as Unnamed)

const powers = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 6 }))
  .map(
    ([low, width]): Unnamed =>
      ({ kind: 'int', low: 2 ** low, high: 2 ** (low + width), scale: 'powersOf2', default: 2 ** low }) as Unnamed,
  )

const float = fc
  .tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }))
  .map(([low, width]): Unnamed => ({ kind: 'float', low, high: low + width, scale: 'linear', default: low }) as Unnamed)

const logFloat = fc
  .tuple(fc.double({ min: -7, max: 0, noNaN: true }), fc.double({ min: 0.1, max: 6, noNaN: true }))
  .map(([low, width]): Unnamed => {
    const [bottom, top] = [10 ** low, 10 ** (low + width)]
    return { kind: 'float', low: bottom, high: top, scale: 'log', default: bottom } as Unnamed
  })

const steppedFloat = fc.tuple(fc.integer({ min: -10, max: 10 }), fc.integer({ min: 0, max: 30 })).map(
  ([low, steps]): Unnamed =>
    ({
      kind: 'float',
      low: low / 10,
      high: low / 10 + steps * 0.05 + 0.02,
      scale: 'linear',
      step: 0.05,
      default: low / 10,
    }) as Unnamed,
)

const categorical = fc
  .uniqueArray(fc.constantFrom<string | number>('relu', 'tanh', 'gelu', 'elu', 8, 16, 3), {
    minLength: 1,
    maxLength: 5,
  })
  .map((choices): Unnamed => ({ kind: 'categorical', choices, default: choices[0] as string }) as Unnamed)

const bool = fc.boolean().map((value): Unnamed => ({ kind: 'bool', default: value }) as Unnamed)
const fixed = fc
  .constantFrom<ParameterValue>(3, 'sgd', true)
  .map((value): Unnamed => ({ kind: 'fixed', value }) as Unnamed)

const finite = [int, powers, steppedFloat, categorical, bool, fixed] as const
const infinite = [float, logFloat, logInt] as const

/** Values that a condition may ask of a parent. */
function conditionOn(parent: Parameter, pick: number): Condition {
  const domain = domainOf(parent)
  const value = domain.kind === 'finite' ? domain.valueAt(pick % domain.count) : (domain.low + domain.high) / 2
  if (typeof value === 'number' && pick % 2 === 0) return { parameter: parent.name, min: value }
  if (domain.kind === 'continuous') return { parameter: parent.name, max: value as number }
  return { parameter: parent.name, in: [value] }
}

interface Shape {
  readonly finite?: boolean
  readonly maxParameters?: number
  readonly relations?: boolean
}

/** Valid search spaces: every kind of parameter, conditions up to three deep, and sometimes a relation. */
export function spaces({
  finite: only = false,
  maxParameters = 7,
  relations = true,
}: Shape = {}): fc.Arbitrary<SearchSpace> {
  const parameter = only ? fc.oneof(...finite) : fc.oneof(...finite, ...infinite)
  return fc
    .tuple(
      fc.array(parameter, { minLength: 1, maxLength: maxParameters }),
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      fc.boolean(),
    )
    .map(([kinds, picks, related]) => {
      const parameters: Parameter[] = []
      for (const [index, kind] of kinds.entries()) {
        const pick = picks[index] ?? 0
        const parent = pick % 3 === 0 ? parameters[(picks[index + 8] ?? 0) % Math.max(1, parameters.length)] : undefined
        const when = parent ? [conditionOn(parent, picks[index + 16] ?? 0)] : []
        parameters.push({ ...kind, name: `p${index}`, ...(when.length > 0 ? { when } : {}) } as Parameter)
      }
      const space: SearchSpace = { parameters, relations: [] }
      return related && relations ? withRelation(space) : space
    })
    .filter((space) => validateSpace(space).length === 0)
}

/** A relation between the first two numeric parameters that the default keeps. */
function withRelation(space: SearchSpace): SearchSpace {
  const [a, b] = space.parameters.filter((parameter) => parameter.kind === 'int' || parameter.kind === 'float')
  if (!a || !b) return space
  const values = defaultConfiguration(space)
  const [x, y] = [values[a.name], values[b.name]]
  if (typeof x !== 'number' || typeof y !== 'number') return space
  return { ...space, relations: [x <= y ? `${a.name} <= ${b.name}` : `${a.name} > ${b.name}`] }
}

const states: readonly TrialState[] = [
  'complete',
  'complete',
  'complete',
  'pruned',
  'failed',
  'running',
  'queued',
  'cancelled',
]
const oddities = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, 0]

/** A history that a study might have: all states, values with NaN and infinities, imported trials that do not fit the space. */
export function historyOf(space: SearchSpace, length: number, seed: number): SearchTrial[] {
  const compiled = compileSpace(space)
  const dimensions = coordinates(compiled).length
  const random = randomStream(seed, length, 'test history')
  return Array.from({ length }, (_, number): SearchTrial => {
    const drawn = decode(compiled, Float64Array.from({ length: dimensions }, random.uniform))
    const fitting = relationsHold(compiled, drawn) ? drawn : defaultConfiguration(space)
    const configuration = number > 0 && random.uniform() < 0.05 ? { imported: 12.5, p0: 'elsewhere' } : fitting
    const state = random.pick(states)
    const value = random.uniform() < 0.2 ? random.pick(oddities) : random.normal()
    const epochs = state === 'queued' ? 0 : 1 + random.integer(5)
    return {
      number,
      configuration,
      state,
      ...(state === 'complete' || (state === 'pruned' && random.uniform() < 0.7) ? { values: [value] } : {}),
      intermediate: Array.from({ length: epochs }, (_, epoch) => [epoch + 1, value + random.normal()] as const),
    }
  })
}

/** Freezes a value and all that it holds, so that any attempt to change it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}
