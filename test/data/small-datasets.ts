import type { Dataset } from '../../main/data/dataset.ts'
import type { SplitSelection } from '../../main/data/reference.ts'
import type { CategoryColumn, Column, NumberColumn, TextColumn } from '../../main/data/tables/column.ts'

/** Datasets made by hand, for tests of what follows loading. */

export const numbers = (
  name: string,
  values: readonly number[],
  mayBeMissing = values.some(Number.isNaN),
): NumberColumn => ({
  kind: 'number',
  name,
  mayBeMissing,
  values: Float64Array.from(values),
})

export const words = (
  name: string,
  categories: readonly string[],
  codes: readonly number[],
  mayBeMissing = codes.includes(-1),
): CategoryColumn => ({
  kind: 'category',
  name,
  mayBeMissing,
  categories,
  codes: Int32Array.from(codes),
})

export const texts = (name: string, values: readonly string[], mayBeMissing = values.includes('')): TextColumn => ({
  kind: 'text',
  name,
  mayBeMissing,
  texts: values,
})

export function dataset(
  columns: readonly Column[],
  targets: Int32Array | Float64Array,
  changes: Partial<Dataset> = {},
): Dataset {
  const isClassification = targets instanceof Int32Array
  return {
    id: 'things',
    title: 'Things',
    fingerprint: '0'.repeat(64),
    task: isClassification ? 'classification' : 'regression',
    rows: targets.length,
    inputs: { kind: 'table', columns },
    targets,
    targetNames: ['y'],
    classes: isClassification ? ['no', 'yes'] : [],
    keys: new Map(),
    ...changes,
  }
}

export const split: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.25 },
  by: 'random',
  seed: 5,
  sealed: 0.25,
  openTest: false,
}

export const range = (count: number) => Int32Array.from({ length: count }, (_, row) => row)
