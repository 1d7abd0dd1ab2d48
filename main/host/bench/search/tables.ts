import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CategoricalParameter, SearchSpace } from '../../../search/space/types.ts'
import { root } from '../../paths.ts'
import type { BenchProblem } from './problems.ts'

/** Real measurements of networks, kept beside the repository as development fixtures, not in it. */
const folder = join(root, '..', 'shared', 'research', 'hpo-reference')

/** A table of trained networks as a function to minimise: regret of a configuration's mean over repeats, 0 to 1. */
export interface TableProblem extends BenchProblem {
  /** Median configuration's mean minus the best one's, by which regrets are divided. */
  readonly scale: number
}

interface Described {
  readonly name: string
  readonly file: string
  readonly direction: 'minimize' | 'maximize'
  readonly repeats: number
  readonly parameters: readonly { readonly name: string; readonly choices: readonly (string | number)[] }[]
  readonly bestMean: number
  readonly medianMean: number
}

/** The tables of these names; undefined where the reference data is not beside the repository. */
export function readTables(names: readonly string[]): readonly TableProblem[] | undefined {
  const index = join(folder, 'tabular.json')
  if (!existsSync(index)) return undefined
  const described = JSON.parse(readFileSync(index, 'utf8')) as readonly Described[]
  return names.map((name) => {
    const table = described.find((candidate) => candidate.name === name)
    if (!table) throw new Error(`The reference data has no table called ${name}.`)
    return readTable(table)
  })
}

/** What each training of each configuration gave: repeats of the first configuration, of the second, ... */
export interface RepeatedTable {
  readonly name: string
  readonly direction: 'minimize' | 'maximize'
  readonly repeats: number
  readonly values: Float32Array
  /** Choices of each parameter; the last one's turn first from one configuration to the next. */
  readonly choices: readonly number[]
}

/** The tables that tell of each training; undefined where the reference data is not beside the repository. */
export function readRepeatedTables(): readonly RepeatedTable[] | undefined {
  const index = join(folder, 'tabular.json')
  if (!existsSync(index)) return undefined
  return (JSON.parse(readFileSync(index, 'utf8')) as readonly Described[])
    .filter(({ repeats }) => repeats > 1)
    .map(({ name, file, direction, repeats, parameters }) => ({
      name,
      direction,
      repeats,
      values: readValues(file),
      choices: parameters.map((parameter) => parameter.choices.length),
    }))
}

function readValues(file: string): Float32Array {
  const bytes = gunzipSync(readFileSync(join(folder, file)))
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}

function readTable({ name, file, direction, repeats, parameters, bestMean, medianMean }: Described): TableProblem {
  const values = readValues(file)
  const sign = direction === 'minimize' ? 1 : -1
  const space: SearchSpace = {
    parameters: parameters.map((parameter): CategoricalParameter => ({
      kind: 'categorical',
      name: parameter.name,
      choices: parameter.choices,
      default: parameter.choices[0] as string,
    })),
    relations: [],
  }
  return {
    name,
    space,
    optimum: sign * bestMean,
    scale: Math.abs(medianMean - bestMean),
    evaluate(configuration) {
      const row = parameters.reduce(
        (at, parameter) =>
          at * parameter.choices.length + parameter.choices.indexOf(configuration[parameter.name] as string),
        0,
      )
      let sum = 0
      for (let repeat = 0; repeat < repeats; repeat++) sum += values[row * repeats + repeat] as number
      return (sign * sum) / repeats
    },
  }
}
