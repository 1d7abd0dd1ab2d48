import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { tooNew } from './document.ts'
import { StoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** Named tensors; what training calls SessionState. */
export interface TensorState {
  readonly tensors: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: Float32Array
  }[]
}

/** Several states in one file, and anything that JSON can hold about them. */
export interface TensorFile {
  readonly about: unknown
  readonly states: Readonly<Record<string, TensorState>>
}

const version = 1
const magic = Buffer.from('SWEETSPOT-TENSOR')
/** Magic, version and length of the header as uint32. */
const preambleBytes = magic.length + 8
const checksumBytes = 4

const headerSchema = z.object({
  about: z.unknown(),
  states: z.record(
    z.string(),
    z.array(z.object({ name: z.string(), shape: z.array(z.int().nonnegative()), values: z.int().nonnegative() })),
  ),
})

/**
 * Writes atomically: preamble, header as JSON (padded with blanks to a multiple of 8 bytes), values as little-endian
 * float32 one after another, CRC-32 of all that. NaN and infinities are kept bit by bit.
 * @returns the CRC-32 and the size in bytes
 */
export async function writeTensorFile(
  files: StoreFiles,
  path: string,
  content: TensorFile,
): Promise<{ crc: number; bytes: number }> {
  const { parts, crc } = packTensors(content)
  await writeWholeFile(files, path, parts)
  return { crc, bytes: parts.reduce((sum, part) => sum + part.length, 0) }
}

export function packTensors({ about, states }: TensorFile): { parts: Uint8Array[]; crc: number } {
  const all = Object.values(states).flatMap((state) => state.tensors)
  const header = Buffer.from(
    JSON.stringify({
      about,
      states: Object.fromEntries(
        Object.entries(states).map(([name, state]) => [
          name,
          state.tensors.map((tensor) => ({ name: tensor.name, shape: tensor.shape, values: tensor.values.length })),
        ]),
      ),
    }),
  )
  const padded = Buffer.alloc(Math.ceil((preambleBytes + header.length) / 8) * 8 - preambleBytes, ' ')
  header.copy(padded)
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32LE(version, 0)
  numbers.writeUInt32LE(padded.length, 4)
  // Without empty ones: zlib.crc32 of no bytes answers 0, whatever came before.
  const values = all
    .filter(({ values }) => values.length > 0)
    .map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  const parts: Uint8Array[] = [magic, numbers, padded, ...values]
  const crc = parts.reduce((sum, part) => crc32(part, sum), 0)
  const checksum = Buffer.alloc(checksumBytes)
  checksum.writeUInt32LE(crc)
  return { parts: [...parts, checksum], crc }
}

/** @throws StoreError missing, file-damaged, too-new */
export async function readTensorFile(files: StoreFiles, path: string): Promise<TensorFile> {
  return unpackTensors(await files.read(path), path)
}

function unpackTensors(bytes: Buffer, path: string): TensorFile {
  const damaged = (what: string, cause?: unknown) =>
    new StoreError('file-damaged', path, `${basename(path)} is damaged (${what}) and is not used.`, cause)
  if (bytes.length < preambleBytes + checksumBytes || !bytes.subarray(0, magic.length).equals(magic))
    throw damaged('it does not begin as a file of tensors does')
  const found = bytes.readUInt32LE(magic.length)
  if (found > version) throw tooNew(path, found, version)
  const end = bytes.length - checksumBytes
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) throw damaged('its checksum does not fit')
  const valuesAt = preambleBytes + bytes.readUInt32LE(magic.length + 4)
  try {
    const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', preambleBytes, valuesAt)))
    let at = valuesAt
    const states: Record<string, TensorState> = {}
    for (const [name, tensors] of Object.entries(header.states))
      states[name] = {
        tensors: tensors.map((tensor) => {
          const length = tensor.values * 4
          if (at + length > end) throw new Error(`tensor ${tensor.name} is cut short`)
          // A copy of its own: aligned, and free of the file's buffer.
          const values = new Float32Array(new Uint8Array(bytes.subarray(at, at + length)).buffer)
          at += length
          return { name: tensor.name, shape: tensor.shape, values }
        }),
      }
    if (at !== end) throw new Error('it holds more values than it names')
    return { about: header.about, states }
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error), error)
  }
}
