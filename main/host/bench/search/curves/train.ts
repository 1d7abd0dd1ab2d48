import type { EpochMetrics } from '../../../../training/result.ts'
import { stackWidth } from '../../../../training/stacking.ts'
import { TrainingPool, digits, digitsTraining } from '../../engine/training-pool.ts'
import { configurations, epochs, seeds } from './grid.ts'
import type { StoredCurves } from './file.ts'
import { curveAt } from './file.ts'

/**
 * Trains configurations of the grid on digits-8x8 with the compiled engine in one worker: a layer of `neurons`, batches of
 * 32, 20 % of the rows outside the official test part to validate; everything else as the template has it.
 *
 * @param rows which configurations
 * @param into curves of the whole grid, to be filled where they were asked for; zeros elsewhere by default
 */
export async function trainCurves(rows: readonly number[], into?: StoredCurves): Promise<StoredCurves> {
  const dataset = await digits()
  const wanted = rows.flatMap((row) => Array.from({ length: seeds }, (_, seed) => ({ row, seed })))
  const length = configurations.length * seeds * epochs
  const curves = into ?? { accuracy: new Float64Array(length), loss: new Float64Array(length) }
  const pool = new TrainingPool(1)
  try {
    await pool.train(
      wanted.map(({ row, seed }) =>
        digitsTraining(
          dataset,
          `${row} ${seed}`,
          { ...configurations[row], layers: 1, batchSize: 32, epochs, patience: 0 },
          seed + 1,
          // Networks of one shape train side by side, as they do in a study.
          { stack: JSON.stringify([configurations[row]?.['neurons'], configurations[row]?.['dropout']]) },
        ),
      ),
      stackWidth,
      (id, { epoch, validation }: EpochMetrics) => {
        const [row, seed] = id.split(' ').map(Number) as [number, number]
        const at = curveAt(row, seed) + epoch - 1
        curves.accuracy[at] = validation['accuracy'] ?? 0
        curves.loss[at] = validation['loss'] ?? 0
      },
    )
  } finally {
    await pool.close()
  }
  return curves
}
