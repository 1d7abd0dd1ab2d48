import { expect, it } from 'vitest'
import { curveAt, readCurves, writeCurves } from '../../main/host/bench/search/curves/file.ts'
import { configurations, epochs, seeds } from '../../main/host/bench/search/curves/grid.ts'
import { trainCurves } from '../../main/host/bench/search/curves/train.ts'

/** With MAKE=1 all of them are trained anew and stored: some minutes on one core. */
it.runIf(process.env['MAKE'])('makes the learning curves', async () => {
  writeCurves(await trainCurves(configurations.map((_, row) => row)))
})

it('trains the stored learning curves again', async () => {
  const stored = readCurves()
  const rows = [3, 86, 199]
  const again = await trainCurves(rows)
  for (const row of rows)
    for (let seed = 0; seed < seeds; seed++)
      for (let epoch = 0; epoch < epochs; epoch++) {
        const at = curveAt(row, seed) + epoch
        // Another processor sums in another order, and what has diverged goes its own way.
        expect(Math.abs((stored?.accuracy[at] ?? NaN) - (again.accuracy[at] ?? NaN))).toBeLessThanOrEqual(0.02)
      }
})
