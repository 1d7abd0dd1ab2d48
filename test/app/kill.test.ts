import { describe, expect, it } from 'vitest'
import { killRepeatedly } from '../../main/host/bench/store/kill-repeatedly.ts'
import { useProcessTree } from '../process-tree.ts'

const processes = useProcessTree()

describe('a study whose process is killed', () => {
  it('loses nothing that it had reported complete in 20 kills, runs nothing twice, and comes to its end', async () => {
    let state = 20_241_107
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const report = await killRepeatedly(20, random, 900)
    expect(report).toMatchObject({ kills: 20, lost: 0, duplicates: 0, finished: true })
    expect(report.reported).toBeGreaterThan(10)
    expect(await processes.survivorsAfter(3_000)).toEqual([])
  }, 180_000)
})
