import { rgbOf } from '../colour.ts'
import type { ChartTheme } from '../theme.ts'
import { axisX, positionY, type ParallelLine } from './data.ts'
import type { Scene } from './draw.ts'
import {
  composeRaster,
  createLineRaster,
  opacityOfDensity,
  opacityOfLines,
  tones,
  type LineRaster,
  type Palette,
} from './line-raster.ts'
import type { Painter } from './painting.ts'

/** Milliseconds of adding up within one frame. */
const frameMs = 24
/** Opacity of a line alone, and how many through a point are opaque when density is shown. */
const look = { line: 0.6, grey: 0.35, dense: 400 } as const
/** Weight of the best line at most, and of all lines together. */
const most = 64
const heaviest = 500_000

/** Pixels of every line, and what of it stands in the raster. */
interface Work {
  readonly raster: LineRaster
  readonly ys: Float32Array
  readonly axes: number
  readonly drawn: Uint8Array
  readonly layers: Uint8Array
  readonly tone: Uint8Array
  readonly weight: Uint8Array
  readonly palettes: readonly Palette[]
  readonly opacity: Uint8Array
  readonly image: ImageData
  readonly pixels: Uint32Array
  count: number
}

/**
 * Paints many lines: all of them are added up once, and their picture in grey stands under what is selected; from then on
 * only lines that come or go are. What takes longer than a frame is spread over several.
 */
export function createRasterPainter(
  under: HTMLCanvasElement,
  over: HTMLCanvasElement,
  ondone: (lines: number) => void,
): Painter {
  let frame = 0
  let work: Work | undefined
  let made: Scene | undefined
  let scene: Scene | undefined
  let greyShown = false

  /** Adds or takes away what differs from the wish. @returns whether all is as wished */
  function advance(wanted: (line: ParallelLine) => boolean): boolean {
    if (!work || !scene) return true
    const until = performance.now() + frameMs
    const { lines } = scene
    const { raster, drawn, ys, axes, layers, tone, weight } = work
    // The best lines first: they are what is looked for.
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const on = wanted(lines[at] as ParallelLine)
      if (on === (drawn[at] === 1)) continue
      drawn[at] = on ? 1 : 0
      work.count += on ? 1 : -1
      raster.add(
        ys.subarray(at * axes, (at + 1) * axes),
        layers[at] as number,
        tone[at] as number,
        weight[at] as number,
        on ? 1 : -1,
      )
      if ((at & 31) === 0 && performance.now() > until) return false
    }
    return true
  }

  function show(canvas: HTMLCanvasElement, palettes: readonly Palette[], opacity: Uint8Array): void {
    if (!work) return
    const { raster, pixels, image } = work
    if (canvas.width !== raster.width) canvas.width = raster.width
    if (canvas.height !== raster.height) canvas.height = raster.height
    composeRaster(raster, pixels, palettes, opacity)
    canvas.getContext('2d')?.putImageData(image, 0, 0)
  }

  function step(): void {
    if (!scene) return
    const { mask, filtered, theme, lines } = scene
    if (!work || !made || isOther(scene, made)) {
      work = prepareWork(scene)
      made = scene
      greyShown = false
    }
    if (!greyShown) {
      if (!advance(() => true)) return void (frame = requestAnimationFrame(step))
      const grey = onePalette(theme.grey)
      show(
        under,
        work.palettes.map(() => grey),
        opacityOfLines(look.grey),
      )
      greyShown = true
    }
    under.style.visibility = filtered ? 'visible' : 'hidden'
    // A picture of few lines is sooner made anew than by taking most of the old ones away.
    const wanted = (line: ParallelLine) => !filtered || mask[line.trial] === 1
    if (filtered && work.count > 64 && changes(lines, wanted, work.drawn) > work.count) {
      work.raster.clear()
      work.drawn.fill(0)
      work.count = 0
    }
    const finished = advance(wanted)
    show(over, work.palettes, work.opacity)
    if (finished) ondone(work.count)
    else frame = requestAnimationFrame(step)
  }

  return {
    paint(next) {
      scene = next
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(step)
    },
    cancel() {
      cancelAnimationFrame(frame)
      work = made = scene = undefined
    },
  }
}

function changes(lines: readonly ParallelLine[], wanted: (line: ParallelLine) => boolean, drawn: Uint8Array): number {
  let count = 0
  for (const [at, line] of lines.entries()) if (wanted(line) !== (drawn[at] === 1)) count += 1
  return count
}

const isOther = (a: Scene, b: Scene) =>
  a.lines !== b.lines ||
  a.layout !== b.layout ||
  a.theme !== b.theme ||
  a.colours !== b.colours ||
  a.drawing !== b.drawing

function prepareWork({ lines, layout, theme, colours, drawing }: Scene): Work {
  const axes = lines[0]?.positions.length ?? 0
  const [width, height] = [Math.max(1, Math.round(layout.width)), Math.max(1, Math.round(layout.height))]
  const xs = Array.from({ length: axes }, (_, at) => axisX(layout, at, axes))
  const categories = colours.kind === 'category' ? colours.colours.length : 1
  const ys = new Float32Array(lines.length * axes)
  const layers = new Uint8Array(lines.length)
  const tone = new Uint8Array(lines.length)
  const weight = new Uint8Array(lines.length).fill(1)
  // The best weigh most, as if they lay on top; all together no more than a pixel's sum can hold.
  const heavy = drawing === 'density' ? 1 : Math.max(1, Math.min(most, Math.floor(heaviest / lines.length)))
  for (const [at, line] of lines.entries()) {
    for (let axis = 0; axis < axes; axis += 1) ys[at * axes + axis] = positionY(layout, line.positions[axis] as number)
    const plain = Number.isNaN(line.tone)
    layers[at] = plain ? categories : colours.kind === 'category' ? Math.min(categories - 1, line.tone) : 0
    tone[at] = plain || colours.kind === 'category' ? 0 : Math.round(line.tone * (tones - 1))
    if (line.goodness > 0) weight[at] = 1 + Math.round((heavy - 1) * line.goodness ** 8)
  }
  const coloured = colours.kind === 'ramp' ? [rampPalette(theme)] : colours.colours.map((colour) => onePalette(colour))
  const plain = lines.some((line) => Number.isNaN(line.tone))
  const image = new ImageData(width, height)
  return {
    raster: createLineRaster(width, height, xs, categories + (plain ? 1 : 0)),
    ys,
    axes,
    drawn: new Uint8Array(lines.length),
    layers,
    tone,
    weight,
    palettes: [...coloured, ...(plain ? [onePalette(theme.ink3)] : [])],
    opacity: drawing === 'density' ? opacityOfDensity(look.dense) : opacityOfLines(look.line),
    image,
    pixels: new Uint32Array(image.data.buffer),
    count: 0,
  }
}

function rampPalette(theme: ChartTheme): Palette {
  const stops = theme.ramp.map(rgbOf)
  const palette = new Uint8Array(3 * tones)
  for (let tone = 0; tone < tones; tone += 1) {
    const place = (tone / (tones - 1)) * (stops.length - 1)
    const at = Math.min(stops.length - 2, Math.floor(place))
    const [from, to] = [stops[at] ?? [0, 0, 0], stops[at + 1] ?? [0, 0, 0]]
    for (let channel = 0; channel < 3; channel += 1) {
      const [a, b] = [from[channel] as number, to[channel] as number]
      palette[3 * tone + channel] = a + (b - a) * (place - at)
    }
  }
  return palette
}

function onePalette(colour: string): Palette {
  const rgb = rgbOf(colour)
  return Uint8Array.from({ length: 3 * tones }, (_, at) => rgb[at % 3] as number)
}
