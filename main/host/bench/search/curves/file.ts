import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { resourcesFolder } from '../../../paths.ts'
import { configurations, epochs, seeds } from './grid.ts'

/** Validation scores by epoch: of the first configuration's first seed, of its second, ..., of the second configuration's first. */
export interface StoredCurves {
  /** Shares, to 1/10,000. */
  readonly accuracy: Float64Array
  /** Cross-entropies in nats, to 1/10,000; 6.5535 stands for that and more. */
  readonly loss: Float64Array
}

const path = join(resourcesFolder, 'learning-curves', 'digits-8x8.u16.gz')
const length = configurations.length * seeds * epochs
const unit = 10_000
const most = 0xffff

/** Both metrics as 16-bit whole numbers, accuracy first, compressed. */
export function writeCurves({ accuracy, loss }: StoredCurves): void {
  const quantised = Uint16Array.from([...accuracy, ...loss], (value) => Math.min(most, Math.round(value * unit)))
  writeFileSync(path, gzipSync(new Uint8Array(quantised.buffer), { level: 9 }))
}

/** @throws Error where the file is not what this version's grid asks for; undefined where there is none */
export function readCurves(): StoredCurves | undefined {
  if (!existsSync(path)) return undefined
  const bytes = gunzipSync(readFileSync(path))
  if (bytes.byteLength !== 2 * 2 * length)
    throw new Error(`${path} holds ${bytes.byteLength} bytes; ${4 * length} were expected.`)
  const numbers = Float64Array.from({ length: 2 * length }, (_, place) => bytes.readUInt16LE(2 * place) / unit)
  return { accuracy: numbers.subarray(0, length), loss: numbers.subarray(length) }
}

/** Where the curve of a configuration's seed begins. */
export const curveAt = (row: number, seed: number): number => (row * seeds + seed) * epochs
