/** Two independent 32-bit hashes of one text, computed in one pass: `first` is FNV-1a, `second` a multiply-shift chain. */
export interface TextHash {
  first: number
  second: number
}

/** Hashes into `into` rather than into a new object: this runs once per cell. */
export function hashText(text: string, into: TextHash): void {
  let first = 0x811c9dc5
  let second = 0x9747b28c
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ (second >>> 15) ^ code, 0x85ebca6b)
  }
  into.first = avalanche(first)
  into.second = avalanche(second ^ text.length)
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
export function avalanche(hash: number): number {
  let mixed = hash
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
