import { describe, expect, it } from 'vitest'
import { tiny, useBench } from './workshop.ts'

const bench = useBench()

describe('a study that stops by itself', () => {
  it('ends long before its budget, with the reason in its journal', async () => {
    const app = bench.open()
    const folder = bench.folder()
    await app.createProject(folder)
    const { id } = await app.createStudy(folder, {
      ...tiny,
      budget: { trials: 60 },
      stopping: [{ criterion: 'stagnation', action: 'stop', patience: 3 }],
    })
    const report = await app.run(id)
    expect(report.status).toBe('finished')
    expect(report.trials).toBeLessThan(60)
    const lines = await app.lines(id)
    expect(lines.filter(({ type }) => type === 'advice')).toMatchObject([
      { criterion: 'stagnation', action: 'stop', because: expect.stringContaining('since the best one') as string },
    ])
  })
})
