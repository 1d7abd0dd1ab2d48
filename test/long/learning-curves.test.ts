import { expect, it } from 'vitest'
import { curveAt, readCurves, writeCurves } from '../../main/host/bench/search/curves/file.ts'
import { configurations, epochs, seeds } from '../../main/host/bench/search/curves/grid.ts'
import { trainCurves } from '../../main/host/bench/search/curves/train.ts'

/** With MAKE=1 those that are not stored are trained: some minutes on one core; can be broken off and started again. */
it.runIf(process.env['MAKE'])('makes the learning curves', { timeout: 10_800_000 }, async () => {
  let curves = readCurves()
  const shapes = new Map<string, number[]>()
  for (const [row, { neurons, dropout }] of configurations.entries())
    shapes.set(`${neurons} ${dropout}`, [...(shapes.get(`${neurons} ${dropout}`) ?? []), row])
  for (const rows of shapes.values()) {
    if (rows.every((row) => (curves?.accuracy[curveAt(row, 0)] ?? 0) > 0)) continue
    curves = await trainCurves(rows, curves)
    writeCurves(curves)
  }
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
