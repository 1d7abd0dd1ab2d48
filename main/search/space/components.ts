import type { CompiledSpace } from './compiled.ts'

/**
 * Groups parameters (by their place among `compiled.parameters`) that conditions or relations tie together.
 * What two groups choose is independent. Groups and their members are in ascending order.
 */
export function components(compiled: CompiledSpace): readonly (readonly number[])[] {
  const { parameters, relations } = compiled
  const place = new Map(parameters.map((parameter, index) => [parameter.name, index]))
  const leader = parameters.map((_, index) => index)
  const find = (index: number): number => {
    const above = leader[index] ?? index
    return above === index ? index : find(above)
  }
  const join = (a: number | undefined, b: number | undefined): void => {
    if (a === undefined || b === undefined) return
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number]
    leader[high] = low
  }
  for (const [index, parameter] of parameters.entries())
    for (const condition of parameter.when ?? []) join(index, place.get(condition.parameter))
  for (const { names } of relations) for (const name of names) join(place.get(names[0] ?? name), place.get(name))
  const groups = new Map<number, number[]>()
  for (const index of parameters.keys()) {
    const members = groups.get(find(index))
    if (members) members.push(index)
    else groups.set(find(index), [index])
  }
  return [...groups.values()]
}
