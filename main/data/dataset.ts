import type { Column } from './tables/column.ts'

/** A dataset in memory: nothing scaled, filled in or split yet. */
export interface Dataset {
  readonly id: string
  readonly title: string
  /** sha-256 over schema and contents, see fingerprint.ts. */
  readonly fingerprint: string
  readonly task: 'classification' | 'regression'
  readonly rows: number
  readonly inputs: Inputs
  /** Classification: the class of each row, -1 where it is missing. Regression: rows * targetNames.length values, NaN where missing. */
  readonly targets: Int32Array | Float64Array
  readonly targetNames: readonly string[]
  /** Empty for regression. */
  readonly classes: readonly string[]
  /** What rows may be grouped or ordered by, by column name: equal number, equal key; NaN where missing. */
  readonly keys: ReadonlyMap<string, ArrayLike<number>>
  /** The key that is the time, where one is. */
  readonly timeColumn?: string
  /** Keys that are dates: days since 1970-01-01. */
  readonly dates?: ReadonlySet<string>
  /** Rows of the dataset's own test part, ascending; absent where it has none. */
  readonly officialTest?: Int32Array
}

export type Inputs = ImageInputs | VectorInputs | TableInputs | TextInputs | CharacterInputs | SeriesInputs

export interface ImageInputs {
  readonly kind: 'image'
  /** [height, width, channels] */
  readonly shape: readonly [number, number, number]
  /** The value of full brightness; pixels are divided by it. */
  readonly valueMax: number
  /** rows * height * width * channels, row after row. */
  readonly pixels: Uint8Array
}

/** Numbers that need no preprocessing by column kind, such as the frames of speech synthesis. */
export interface VectorInputs {
  readonly kind: 'vector'
  readonly names: readonly string[]
  /** rows * names.length, row after row. */
  readonly values: Float32Array
}

export interface TableInputs {
  readonly kind: 'table'
  /** The features, in the order of the file. */
  readonly columns: readonly Column[]
}

/** One text a row and nothing else; a text beside other features is a column of a table. */
export interface TextInputs {
  readonly kind: 'text'
  /** The column's name. */
  readonly name: string
  readonly texts: readonly string[]
}

/** One long text; its rows are its characters. */
export interface CharacterInputs {
  readonly kind: 'characters'
  /** Code points, in the order of the text. */
  readonly codes: Uint32Array
}

/** Values of a target in time, to be predicted from their past: the targets are the series. */
export interface SeriesInputs {
  readonly kind: 'series'
  /** Which of the keys is the time of each row. */
  readonly time: string
  /** What else is known of each row. */
  readonly columns: readonly Column[]
}
