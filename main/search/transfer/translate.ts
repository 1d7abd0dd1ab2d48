import type { CompiledSpace } from '../space/compiled.ts'
import { relationsHold } from '../space/compiled.ts'
import { assemble } from '../space/conditions.ts'
import { contains, type Domain } from '../space/domain.ts'
import type { Configuration, Parameter, ParameterValue } from '../space/types.ts'
import { valueFromUnit, valueToUnit } from '../space/unit-cube.ts'

/** A configuration of another space as one of this space, and what had to be changed for it. */
export interface Translated {
  readonly configuration: Configuration
  /** Parameters that the other space lacked: at their default. */
  readonly imputed: readonly string[]
  /** Parameters within the range but off a step, or fixed here at something else: at the nearest value. */
  readonly moved: readonly string[]
}

/**
 * Translates a configuration of one space to another, parameter by parameter, by name. Parameters that this space lacks are
 * left out; those that the other lacked get their default.
 *
 * @returns undefined where a value lies outside of its range here or is no choice, or where a relation would break: what
 *          was learnt of such a configuration says nothing about any of this space
 */
export function translate(compiled: CompiledSpace, configuration: Configuration): Translated | undefined {
  const imputed: string[] = []
  const moved: string[] = []
  let outside = false
  const domains = new Map(compiled.parameters.map((parameter, index) => [parameter, compiled.domains[index] as Domain]))
  const translated = assemble(compiled.parameters, (parameter) => {
    const value = configuration[parameter.name]
    if (value === undefined) {
      if (parameter.kind !== 'fixed') imputed.push(parameter.name)
      return parameter.kind === 'fixed' ? parameter.value : parameter.default
    }
    if (contains(parameter, value)) return value
    moved.push(parameter.name)
    const near = nearest(parameter, domains.get(parameter) as Domain, value)
    if (near === undefined) outside = true
    return near ?? (parameter as Exclude<Parameter, { kind: 'fixed' }>).default
  })
  if (outside || !relationsHold(compiled, translated)) return undefined
  return { configuration: translated, imputed, moved }
}

/** The nearest value of a parameter to one that it does not take; undefined where that is outside of its range. */
function nearest(parameter: Parameter, domain: Domain, value: ParameterValue): ParameterValue | undefined {
  switch (parameter.kind) {
    case 'fixed':
      return parameter.value
    case 'bool':
      return undefined
    case 'categorical': {
      const numbers = parameter.choices.filter((choice) => typeof choice === 'number')
      if (typeof value !== 'number' || numbers.length < parameter.choices.length) return undefined
      if (value < Math.min(...numbers) || value > Math.max(...numbers)) return undefined
      return numbers.reduce((best, choice) => (Math.abs(choice - value) < Math.abs(best - value) ? choice : best))
    }
    case 'int':
    case 'float': {
      if (typeof value !== 'number' || !(value >= parameter.low && value <= parameter.high)) return undefined
      if (domain.kind === 'continuous') return value
      if (parameter.scale === 'powersOf2') return nearestPower(domain, value)
      return valueFromUnit(parameter, domain, unitOf(parameter, domain, value))
    }
  }
}

/** A stepped value's place counts its steps, on or off one. */
function unitOf(parameter: Parameter & { kind: 'int' | 'float' }, domain: Domain & { kind: 'finite' }, value: number) {
  if (parameter.scale === 'log') return valueToUnit(parameter, domain, value)
  const index = Math.min(domain.count - 1, Math.round((value - parameter.low) / (parameter.step ?? 1)))
  return (index + 0.5) / domain.count
}

function nearestPower(domain: Domain & { kind: 'finite' }, value: number): ParameterValue {
  const values = Array.from({ length: domain.count }, (_, index) => domain.valueAt(index) as number)
  const distance = (other: number): number => Math.abs(Math.log2(other) - Math.log2(value))
  return values.reduce((best, other) => (distance(other) < distance(best) ? other : best))
}
