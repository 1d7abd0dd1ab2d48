import { join } from 'node:path'
import { z } from 'zod'
import { engineName } from '../../../preload/contract/study.ts'
import { openDocument } from '../../store/document.ts'
import type { DocumentFormat } from '../../store/document.ts'
import { nodeFiles } from '../../store/node-files.ts'
import type { EngineProbe } from './engine-probe.ts'

interface CacheData {
  /** Of the machine, its drivers and the runtimes when it was probed. */
  fingerprint: string
  probedAt: number
  probes: EngineProbe[]
}

const probe = z.object({
  engine: engineName,
  network: z.enum(['mlp', 'cnn', 'lstm', 'mlp-large']),
  works: z.boolean(),
  device: z.string().exactOptional(),
  stepsPerSecond: z.number().exactOptional(),
  error: z.number().exactOptional(),
  work: z.number().exactOptional(),
  because: z.string().exactOptional(),
  unavailable: z.boolean().exactOptional(),
})

const format: DocumentFormat<CacheData> = {
  name: 'sweetspot-devices',
  version: 1,
  schema: z.looseObject({ fingerprint: z.string(), probedAt: z.number(), probes: z.array(probe) }),
}

const pathIn = (folder: string): string => join(folder, 'devices.json')

/** What was found on this machine with these drivers and versions; undefined when it has not been probed as it is now. */
export async function readDeviceCache(
  folder: string | undefined,
  fingerprint: string,
): Promise<{ readonly probes: readonly EngineProbe[]; readonly probedAt: number } | undefined> {
  if (folder === undefined) return undefined
  const document = openDocument<CacheData>(nodeFiles, pathIn(folder), format, {
    fingerprint: '',
    probedAt: 0,
    probes: [],
  })
  await document.read().catch(() => undefined)
  const { data } = document
  return data.fingerprint === fingerprint && data.probes.length > 0 ? data : undefined
}

/** Losing it costs a probe: failures are swallowed. */
export async function writeDeviceCache(
  folder: string | undefined,
  data: { readonly fingerprint: string; readonly probedAt: number; readonly probes: readonly EngineProbe[] },
): Promise<void> {
  if (folder === undefined) return
  try {
    await nodeFiles.makeFolder(folder)
    const document = openDocument<CacheData>(nodeFiles, pathIn(folder), format, { ...data, probes: [...data.probes] })
    await document.write()
  } catch {
    return
  }
}
