/** Red, green and blue, 0 to 255, of #rgb or #rrggbb; black where it is neither. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (long) return [parseInt(long[1] ?? '', 16), parseInt(long[2] ?? '', 16), parseInt(long[3] ?? '', 16)]
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour)
  if (!short) return [0, 0, 0]
  const [, r = '0', g = '0', b = '0'] = short
  return [parseInt(r + r, 16), parseInt(g + g, 16), parseInt(b + b, 16)]
}
