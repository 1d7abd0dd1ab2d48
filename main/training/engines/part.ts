import type { Examples, TrainingData } from '../examples.ts'

export type Part = 'train' | 'validation' | 'test'

/** The examples of a part that holds rows [from, from + count). @throws RangeError saying what there is instead */
export function partOf(data: TrainingData, part: Part, from: number, count: number): Examples {
  const examples = data[part]
  if (examples === undefined) throw new RangeError(`These data have no ${part} part.`)
  if (from < 0 || count < 0 || from + count > examples.count)
    throw new RangeError(`Rows ${from} to ${from + count} were asked for, but the ${part} part has ${examples.count}.`)
  return examples
}
