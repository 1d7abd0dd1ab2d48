import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIdx } from '../../main/data/images/idx.ts'

function idx(sizes: readonly number[], values: Uint8Array, type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length)
  header.set([0, 0, type, sizes.length])
  sizes.forEach((size, dimension) => header.writeUInt32BE(size, 4 + 4 * dimension))
  return Buffer.concat([header, values])
}

describe('an IDX file', () => {
  it('is read as it was written, gzipped or plain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (sizes, zipped) => {
          const values = Uint8Array.from(
            { length: sizes.reduce((product, size) => product * size, 1) },
            (_, place) => place * 37,
          )
          const bytes = idx(sizes, values)
          const read = await readIdx(zipped ? gzipSync(bytes) : bytes, 'x')
          expect(read.sizes).toEqual(sizes)
          expect([...read.values]).toEqual([...values])
        },
      ),
    )
  })

  it.each([
    ['no IDX file', Buffer.from('hello, world'), 'x.gz is not an IDX file'],
    ['empty', Buffer.alloc(0), 'x.gz is not an IDX file'],
    ['of 32-bit floats', idx([1], Uint8Array.of(1), 0x0d), 'type 13; only unsigned bytes'],
    [
      'cut short in its header',
      idx([3, 3], new Uint8Array(9)).subarray(0, 8),
      'holds 8 bytes where its header promises 12',
    ],
    ['cut short in its values', idx([3, 3], new Uint8Array(8)), 'holds 20 bytes where its header promises 21'],
    ['too long', idx([2], new Uint8Array(3)), 'holds 11 bytes where its header promises 10'],
    ['a damaged gzip', gzipSync(idx([4], new Uint8Array(4))).subarray(0, 20), 'cannot be unzipped'],
  ])('that is %s is refused by name', async (_, bytes, sentence) => {
    await expect(readIdx(bytes, 'x.gz')).rejects.toMatchObject({
      code: 'dataset-damaged',
      message: expect.stringContaining(sentence),
    })
  })
})
