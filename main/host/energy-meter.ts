import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What one counter of the processor said last, J; it begins again at 0 after `range`. */
interface Counter {
  readonly path: string
  readonly range: number
  last: number
}

/**
 * Energy that the processor and its memory took, by the running average power limit counters that Linux shows for Intel and AMD
 * (Documentation/power/powercap/powercap.rst). Most systems let only the administrator read them.
 *
 * @returns joules since the meter was made, which never fall; undefined where nothing can be read. To be asked at least every
 *   half an hour: a counter that comes round twice in between is a round short.
 */
export function createEnergyMeter(folder = '/sys/class/powercap'): () => Promise<number | undefined> {
  let counters: Promise<readonly Counter[]> | undefined
  let total = 0
  return async () => {
    counters ??= findCounters(folder)
    const found = await counters
    if (found.length === 0) return undefined
    for (const counter of found) {
      const now = await readJoules(join(counter.path, 'energy_uj'))
      if (now === undefined) continue
      total += now >= counter.last ? now - counter.last : now + counter.range - counter.last
      counter.last = now
    }
    return total
  }
}

/** Whole packages, and memory, which packages do not count; what is inside a package is counted with it. */
async function findCounters(folder: string): Promise<readonly Counter[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  const counters: Counter[] = []
  for (const zone of names.filter((each) => /^intel-rapl:\d+(:\d+)?$/.test(each)).sort()) {
    const path = join(folder, zone)
    const name = (await readFile(join(path, 'name'), 'utf8').catch(() => '')).trim()
    if (!name.startsWith('package') && name !== 'dram') continue
    const [last, range] = [
      await readJoules(join(path, 'energy_uj')),
      await readJoules(join(path, 'max_energy_range_uj')),
    ]
    if (last !== undefined && range !== undefined) counters.push({ path, range, last })
  }
  return counters
}

async function readJoules(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^\d+\s*$/.test(text) ? Number(text) / 1e6 : undefined
}
