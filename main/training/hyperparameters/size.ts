import type { HyperparameterName } from './table.ts'

/** How many layers, blocks or cells a network has one after the other. */
export const depths = ['layers', 'convBlocks', 'recurrentLayers'] as const satisfies readonly HyperparameterName[]

/** How large its layers are. */
export const widths = [
  ...(['neurons', 'neuronsLast'] as const),
  ...(['neurons1', 'neurons2', 'neurons3', 'neurons4', 'neurons5', 'neurons6', 'neurons7', 'neurons8'] as const),
  ...(['filters', 'filterGrowth', 'embeddingUnits', 'recurrentUnits'] as const),
] as const satisfies readonly HyperparameterName[]

/** What a training takes more memory for, the more there is of it. */
export const growing: readonly HyperparameterName[] = [
  ...depths,
  ...widths,
  'kernelSize',
  'batchSize',
  'batchSizeLimit',
]
