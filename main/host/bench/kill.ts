import type { Figure, Measurement } from './figure.ts'
import { killRepeatedly } from './store/kill-repeatedly.ts'

const kills = 200
const longestLifeMs = 900
/** No figure may take over ten minutes; a machine too slow for all kills says how many it made. */
const longestMs = 9 * 60_000

/** What is lost when the main process is killed in the middle of a study. */
export const killFigure: Figure = {
  name: 'store.kill.lost',
  unit: 'trials',
  goal: { op: '<=', value: 0 },
  measure,
}

async function measure(): Promise<Measurement> {
  const until = performance.now() + longestMs
  const report = await killRepeatedly(kills, seeded(20_261_124), longestLifeMs, () => performance.now() < until)
  const { lost, duplicates, reported, finished } = report
  return {
    value: lost + duplicates + (finished ? 0 : 1),
    how:
      `\`sweetspot run\` of a real study killed with SIGKILL at ${report.kills} random moments` +
      `${report.kills < kills ? ` (${kills} were wanted; nine minutes were over)` : ''}; after each the project was reopened: ` +
      `of ${reported} trials reported complete ${lost} were missing or different, ${duplicates} results stood twice, ` +
      `and the study ${finished ? 'went on to its end' : 'did not reach its end'}.`,
  }
}

/** Lehmer's generator: the same moments at each call. */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
