/** Writes the protocol buffer wire format: fields of variable-length integers, fixed floats, bytes and messages. */
export class ProtoWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }

  #varint(value: number | bigint): void {
    this.#reserve(10)
    let rest = BigInt.asUintN(64, BigInt(value)) // negative numbers take ten bytes
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#bytes[this.#length++] = Number(rest)
  }

  integer(field: number, value: number | bigint): this {
    this.#varint(field << 3)
    this.#varint(value)
    return this
  }

  float(field: number, value: number): this {
    this.#varint((field << 3) | 5)
    this.#reserve(4)
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true)
    this.#length += 4
    return this
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint((field << 3) | 2)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, write: (writer: ProtoWriter) => void): this {
    const writer = new ProtoWriter()
    write(writer)
    return this.bytes(field, writer.finish())
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
