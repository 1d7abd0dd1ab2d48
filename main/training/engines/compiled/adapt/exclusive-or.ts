import type { Value } from '../graph/types.ts'
import type { Builder } from '../lower/builder.ts'

const byteValues = 256

/** a ^ b of any two bytes, at 256 a + b. */
function table(builder: Builder): Value {
  const entries = Uint32Array.from({ length: byteValues ** 2 }, (_, index) => (index >>> 8) ^ (index & 255))
  return builder.constant([byteValues ** 2], 'uint32', entries)
}

const unsigned = (builder: Builder, element: number): Value => builder.scalar(element, 'uint32')

const constantOf = (value: Value): number | undefined =>
  value.data !== undefined && value.data.length === 1 ? Number(value.data[0]) : undefined

/** x >> bits, as a division: exact for unsigned numbers. */
export function shiftRight(builder: Builder, x: Value, bits: number): Value {
  return bits === 0 ? x : builder.op('Div', [x, unsigned(builder, 2 ** bits)])
}

/** Bits [from, 32) of a constant, or of a value, as the number that they are. */
function above(builder: Builder, x: Value, from: number): Value {
  if (x.data !== undefined)
    return builder.constant(
      x.shape,
      'uint32',
      Uint32Array.from(x.data as Uint32Array, (element) => Math.floor(element / 2 ** from)),
    )
  return shiftRight(builder, x, from)
}

/** The byte of a number that begins at a bit, times a factor. */
function byteAt(builder: Builder, x: Value, from: number, factor: number): Value {
  const number = from < 24 ? { low: above(builder, x, from), high: above(builder, x, from + 8) } : undefined
  const byte =
    number === undefined
      ? above(builder, x, from)
      : builder.op('Sub', [number.low, builder.op('Mul', [number.high, unsigned(builder, byteValues)])])
  return factor === 1 ? byte : builder.op('Mul', [byte, unsigned(builder, factor)])
}

/**
 * a ^ b of unsigned numbers without bit operators: byte by byte from a table of 256 x 256. Devices without bit operators
 * draw the same random bits as the others by it; a hash made of multiplications alone would be quicker but another one, and
 * a study could not move between devices.
 *
 * @param bits how many low bits of b may be set; the others of a are passed through
 */
export function exclusiveOr(builder: Builder, a: Value, b: Value, bits = 32): Value {
  if (bits === 0) return a
  let result: Value | undefined
  const xorTable = table(builder)
  for (let from = 0; from < bits; from += 8) {
    const position = builder.op('Add', [byteAt(builder, a, from, byteValues), byteAt(builder, b, from, 1)])
    const byte = builder.op('Gather', [xorTable, builder.cast(position, 'int32')], { axis: 0 })
    const placed = from === 0 ? byte : builder.op('Mul', [byte, unsigned(builder, 2 ** from)])
    result = result === undefined ? placed : builder.op('Add', [result, placed])
  }
  const covered = Math.ceil(bits / 8) * 8
  if (covered >= 32) return result!
  const upper = builder.op('Mul', [above(builder, a, covered), unsigned(builder, 2 ** covered)])
  return builder.op('Add', [result!, upper])
}

/** How many low bits of a value can be set, as far as its equation tells: x >> k leaves 32 - k. */
export function lowBitsOf(builder: Builder, value: Value): number {
  const constant = constantOf(value)
  if (constant !== undefined) return constant === 0 ? 0 : 32 - Math.clz32(constant)
  const producer = builder.producer(value)
  if (producer?.op !== 'Div') return 32
  const divisor = constantOf(producer.inputs[1]!)
  return divisor === undefined ? 32 : 32 - Math.floor(Math.log2(divisor))
}
