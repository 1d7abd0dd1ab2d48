import type { ParameterValue, TrialRow } from '../../preload/contract/types.ts'
import { furtherPlace, scoreAxis, trialAxis, type Brush } from './brush.ts'

/** One quantity of all trials, by trial number. */
export interface Column {
  /** NaN where there is no value, or it is not a number. */
  readonly numbers: Float64Array
  /** Place of the value in `levels`; -1 where there is none. */
  readonly codes: Int32Array
  readonly levels: readonly ParameterValue[]
}

/** What a row has under a name: a parameter's value, the score, or something measured of the training. */
export function valueOf(row: TrialRow, key: string, at: number): ParameterValue | null | undefined {
  if (at >= 0) return row.configuration[at]
  switch (key) {
    case scoreAxis:
      return row.value
    case trialAxis:
      return row.number
    case '@epochs':
      return row.epochs
    case '@seconds':
      return row.seconds
    case '@size':
      return row.parameters
    default: {
      const place = furtherPlace(key)
      return place === undefined ? undefined : row.values?.[place]
    }
  }
}

/** The trials by column, each made when it is first asked for: brushes are looked up ten thousand at a time. */
export class Columns {
  readonly #rows: readonly TrialRow[]
  readonly #parameters: readonly string[]
  readonly #columns = new Map<string, Column>()

  constructor(rows: readonly TrialRow[], parameters: readonly string[]) {
    this.#rows = rows
    this.#parameters = parameters
  }

  get size(): number {
    return this.#rows.length
  }

  /** Cost: the rows at the first call, nothing after. */
  get(key: string): Column {
    const known = this.#columns.get(key)
    if (known) return known
    const at = this.#parameters.indexOf(key)
    const numbers = new Float64Array(this.size).fill(Number.NaN)
    const codes = new Int32Array(this.size).fill(-1)
    const places = new Map<ParameterValue, number>()
    for (const [row, trial] of this.#rows.entries()) {
      const value = valueOf(trial, key, at)
      if (value === null || value === undefined) continue
      if (typeof value === 'number') numbers[row] = value
      let code = places.get(value)
      if (code === undefined) {
        code = places.size
        places.set(value, code)
      }
      codes[row] = code
    }
    const column = { numbers, codes, levels: [...places.keys()] }
    this.#columns.set(key, column)
    return column
  }

  /** Keeps in `mask` (1: in) what passes one of the brushes. O(rows x brushes). */
  narrow(mask: Uint8Array, key: string, brushes: readonly Brush[]): void {
    const { numbers, codes, levels } = this.get(key)
    const passing = new Uint8Array(levels.length)
    const ranges: (readonly [number, number])[] = []
    for (const { low, high, choices } of brushes) {
      if (choices) for (const [code, level] of levels.entries()) passing[code] ||= Number(choices.includes(level))
      else if (low !== undefined || high !== undefined) ranges.push([low ?? -Infinity, high ?? Infinity])
    }
    const missing = brushes.some((brush) => brush.missing === true)
    for (let row = 0; row < mask.length; row += 1) {
      if (mask[row] === 0) continue
      const code = codes[row] as number
      if (code === -1) {
        if (!missing) mask[row] = 0
        continue
      }
      if (passing[code] === 1) continue
      const value = numbers[row] as number
      if (!ranges.some(([low, high]) => value >= low && value <= high)) mask[row] = 0
    }
  }
}
