import { parentsFirst } from './conditions.ts'
import { domainOf, type Domain } from './domain.ts'
import { holds } from './relations/evaluate.ts'
import { parseRelation } from './relations/parse.ts'
import type { Relation } from './relations/syntax.ts'
import type { Configuration, Parameter, SearchSpace } from './types.ts'

/** A valid space, read once: parameters parents first, with their domains, and relations parsed. */
export interface CompiledSpace {
  readonly space: SearchSpace
  readonly parameters: readonly Parameter[]
  /** Index by index those of `parameters`. */
  readonly domains: readonly Domain[]
  readonly relations: readonly Relation[]
}

/** @throws RelationSyntaxError if a relation cannot be read */
export function compileSpace(space: SearchSpace): CompiledSpace {
  const parameters = parentsFirst(space)
  return { space, parameters, domains: parameters.map(domainOf), relations: space.relations.map(parseRelation) }
}

/** Whether all relations of the space hold. */
export function relationsHold(compiled: CompiledSpace, configuration: Configuration): boolean {
  return compiled.relations.every((relation) => holds(relation, configuration))
}
