import { compileSpace, type CompiledSpace } from './compiled.ts'
import { components } from './components.ts'
import { isActive } from './conditions.ts'
import type { Domain } from './domain.ts'
import { enumerate } from './enumerate.ts'
import { holds } from './relations/evaluate.ts'
import type { Configuration, ParameterValue, SearchSpace } from './types.ts'

/** How many configurations a space has. */
export interface SpaceCount {
  /** null: infinitely many, since a float parameter without a step can be active. */
  readonly count: bigint | null
  /** false: relations were not counted out, so this is an upper bound. */
  readonly exact: boolean
}

/**
 * Counts the configurations of a space over its conditional tree. Conditions are always counted exactly, without
 * enumerating (values of a parent that decide the same are counted together). Parameters that relations tie together
 * are enumerated, as long as no more than `limit` combinations have to be looked at.
 */
export function countConfigurations(space: SearchSpace, limit = 200_000): SpaceCount {
  const compiled = compileSpace(space)
  let count: bigint | null = 1n
  let exact = true
  for (const members of components(compiled)) {
    const names = new Set(members.map((index) => compiled.parameters[index]?.name))
    const tied = compiled.relations.filter((relation) => relation.names.some((name) => names.has(name)))
    const free = countComponent(compiled, members)
    if (tied.length === 0 || free === null) {
      count = multiply(count, free)
      continue
    }
    const counted = free <= BigInt(limit) ? countHolding(compiled, members) : undefined
    if (counted === undefined) exact = false
    count = multiply(count, counted ?? free)
  }
  if (compiled.relations.some((relation) => relation.names.length === 0 && !holds(relation, {}))) count = 0n
  return { count, exact: exact || count === null }
}

function multiply(a: bigint | null, b: bigint | null): bigint | null {
  if (a === 0n || b === 0n) return 0n
  return a === null || b === null ? null : a * b
}

/** The values of a parent that the same conditions hold for: one of them, and how many there are. */
interface ValueClass {
  readonly value: ParameterValue
  readonly size: bigint
}

/** Ignoring relations. */
function countComponent(compiled: CompiledSpace, members: readonly number[]): bigint | null {
  const classes = new Map(members.map((index) => [index, valueClasses(compiled, index)]))
  const walk = (depth: number, known: Configuration): bigint | null => {
    const index = members[depth]
    if (index === undefined) return 1n
    const parameter = compiled.parameters[index]
    const domain = compiled.domains[index]
    if (!parameter || !domain || !isActive(parameter, known)) return walk(depth + 1, known)
    if (domain.kind === 'continuous') return null
    const options = classes.get(index) ?? []
    if (options.length === 0) return multiply(BigInt(domain.count), walk(depth + 1, known))
    let total: bigint | null = 0n
    for (const { value, size } of options) {
      const below = multiply(size, walk(depth + 1, { ...known, [parameter.name]: value }))
      total = total === null || below === null ? null : total + below
    }
    return total
  }
  return walk(0, {})
}

/** Splits a parent's values where the answer of a condition on it changes; empty when no condition asks for it. */
function valueClasses(compiled: CompiledSpace, index: number): readonly ValueClass[] {
  const parameter = compiled.parameters[index]
  const domain = compiled.domains[index]
  if (!parameter || !domain || domain.kind === 'continuous') return []
  const conditions = compiled.parameters.flatMap((p) => (p.when ?? []).filter((c) => c.parameter === parameter.name))
  if (conditions.length === 0) return []
  const starts = new Set([0])
  const cut = (at: number): void => {
    if (at > 0 && at < domain.count) starts.add(at)
  }
  if (parameter.kind !== 'int' && parameter.kind !== 'float') for (let at = 1; at < domain.count; at++) cut(at)
  else
    for (const condition of conditions)
      if ('in' in condition)
        for (const at of condition.in.map((value) => domain.indexOf(value)).filter((found) => found >= 0)) {
          cut(at)
          cut(at + 1)
        }
      else {
        cut(firstIndex(domain, (value) => value >= (condition.min ?? Number.NEGATIVE_INFINITY)))
        cut(firstIndex(domain, (value) => value > (condition.max ?? Number.POSITIVE_INFINITY)))
      }
  const sorted = [...starts].sort((a, b) => a - b)
  return sorted.map((start, at) => ({
    value: domain.valueAt(start),
    size: BigInt((sorted[at + 1] ?? domain.count) - start),
  }))
}

/** The first index of an ascending numeric domain whose value passes; its count when none does. O(log count). */
function firstIndex(domain: Domain & { kind: 'finite' }, passes: (value: number) => boolean): number {
  let low = 0
  let high = domain.count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (passes(Number(domain.valueAt(middle)))) high = middle
    else low = middle + 1
  }
  return low
}

function countHolding(compiled: CompiledSpace, members: readonly number[]): bigint {
  const found = enumerate(compiled, { members })
  let count = 0n
  while (found.next().done !== true) count++
  return count
}
