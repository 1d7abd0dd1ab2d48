import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { DataError } from '../errors.ts'

/** An array of bytes with its sizes, last index fastest. */
export interface IdxArray {
  readonly sizes: readonly number[]
  readonly values: Uint8Array
}

const unsignedByte = 0x08
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * Reads an IDX array of unsigned bytes, gzipped or plain (the format of MNIST): two zero bytes, the type, the number of
 * dimensions, that many big-endian 32-bit sizes, then the values.
 *
 * @param name the file's name, for messages
 * @throws DataError dataset-damaged if it is cut short, too long, of another type or not an IDX file
 */
export async function readIdx(bytes: Uint8Array, name: string): Promise<IdxArray> {
  const raw = isGzip(bytes) ? await inflate(bytes, name) : bytes
  const dimensions = raw[3] ?? 0
  if (raw.length < 4 || raw[0] !== 0 || raw[1] !== 0 || dimensions === 0)
    throw new DataError('dataset-damaged', `${name} is not an IDX file: its first bytes are not an IDX header.`)
  if (raw[2] !== unsignedByte)
    throw new DataError(
      'dataset-damaged',
      `${name} holds IDX values of type ${raw[2]}; only unsigned bytes (8) are read.`,
    )
  const start = 4 + 4 * dimensions
  if (raw.length < start) throw cutShort(name, start, raw.length)
  const header = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  const sizes = Array.from({ length: dimensions }, (_, dimension) => header.getUint32(4 + 4 * dimension))
  const count = sizes.reduce((product, size) => product * size, 1)
  if (raw.length !== start + count) throw cutShort(name, start + count, raw.length)
  return { sizes, values: raw.subarray(start) }
}

async function inflate(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes)
  } catch (cause) {
    throw new DataError('dataset-damaged', `${name} cannot be unzipped: it is damaged or cut short.`, cause)
  }
}

function cutShort(name: string, expected: number, found: number): DataError {
  return new DataError('dataset-damaged', `${name} holds ${found} bytes where its header promises ${expected}.`)
}
