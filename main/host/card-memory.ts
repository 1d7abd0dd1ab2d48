import { execFile } from 'node:child_process'
import type { CardMemory } from '../pool/card-memory.ts'

/**
 * Memory of the first NVIDIA card, as its driver's own tool tells it; undefined where there is no such tool or card. Other
 * makers' drivers are not asked: they have no common way.
 */
export function readCardMemory(run: typeof execFile = execFile): Promise<CardMemory | undefined> {
  const query = ['--query-gpu=memory.total,memory.used', '--format=csv,noheader,nounits']
  return new Promise((resolve) => {
    run('nvidia-smi', query, { timeout: 5_000 }, (error, output) =>
      resolve(error ? undefined : parseCardMemory(String(output))),
    )
  })
}

/** `81559, 1234` (MiB) of the first line. */
export function parseCardMemory(output: string): CardMemory | undefined {
  const [total, used] = (output.split('\n')[0] ?? '').split(',').map((text) => Number.parseInt(text, 10) * 2 ** 20)
  if (total === undefined || used === undefined || Number.isNaN(total) || Number.isNaN(used)) return undefined
  return { totalBytes: total, usedBytes: used }
}
