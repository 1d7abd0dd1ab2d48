import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../dataset.ts'
import type { Description } from '../description.ts'
import { DataError } from '../errors.ts'
import { readIdx } from '../images/idx.ts'
import { plainDialect } from '../tables/dialect.ts'
import { readRecords } from '../tables/records.ts'

const digits = 10
const harmonics = 4

interface Clip {
  readonly digit: number
  readonly speaker: number
  readonly take: number
  readonly firstFrame: number
  readonly frames: number
  readonly isTest: boolean
}

/**
 * Speech synthesis as regression: one row per 10 ms frame. Inputs, as the dataset's README gives them: one-hot digit (10)
 * and speaker (6), position p in the word, its length / 100, and sin and cos of 2 pi k p for k = 1..4; outputs: the levels of
 * 24 mel bands, byte / 255. Rows can be grouped by clip, speaker and take.
 *
 * @throws DataError dataset-damaged if the files do not fit one another
 */
export async function loadFrames(folder: string, description: Description, fingerprint: string): Promise<Dataset> {
  const speakers = description.speakers ?? []
  const file = description.files.find(({ name }) => name.includes('-idx'))?.name ?? 'frames-idx2-ubyte.gz'
  const { sizes, values: levels } = await readIdx(await readFile(join(folder, file)), file)
  const [rows = 0, outputs = 0] = sizes
  const clips = await readClips(join(folder, 'clips.csv'), speakers)
  const names = inputNames(speakers)
  const promised = clips.reduce((sum, clip) => sum + clip.frames, 0)
  if (promised !== rows || outputs !== description.outputs || names.length !== description.inputs)
    throw new DataError(
      'dataset-damaged',
      `${description.title}: ${file} has ${sizes.join(' x ')} values; clips.csv and dataset.json promise ${promised} x ${description.outputs}.`,
    )
  const values = new Float32Array(rows * names.length)
  const keys = { clip: new Int32Array(rows), speaker: new Int32Array(rows), take: new Int32Array(rows) }
  const officialTest: number[] = []
  clips.forEach((clip, number) => {
    for (let frame = 0; frame < clip.frames; frame++) {
      const row = clip.firstFrame + frame
      values.set(inputsOf(clip, frame, speakers.length), row * names.length)
      keys.clip[row] = number
      keys.speaker[row] = clip.speaker
      keys.take[row] = clip.take
      if (clip.isTest) officialTest.push(row)
    }
  })
  return {
    id: description.id,
    title: description.title,
    fingerprint,
    task: 'regression',
    rows,
    inputs: { kind: 'vector', names, values },
    targets: Float64Array.from(levels, (level) => level / 255),
    targetNames: Array.from({ length: outputs }, (_, band) => `band_${band + 1}`),
    classes: [],
    keys: new Map(Object.entries(keys)),
    officialTest: Int32Array.from(officialTest).sort(),
  }
}

function inputsOf({ digit, speaker, frames }: Clip, frame: number, speakers: number): number[] {
  const oneHot = (size: number, hot: number) => Array.from({ length: size }, (_, place) => (place === hot ? 1 : 0))
  const position = (frame + 0.5) / frames
  const waves = Array.from({ length: harmonics }, (_, k) => 2 * Math.PI * (k + 1) * position)
  return [
    ...oneHot(digits, digit),
    ...oneHot(speakers, speaker),
    position,
    frames / 100,
    ...waves.flatMap((angle) => [Math.sin(angle), Math.cos(angle)]),
  ]
}

function inputNames(speakers: readonly string[]): string[] {
  const waves = Array.from({ length: harmonics }, (_, k) => [`sin_${k + 1}`, `cos_${k + 1}`]).flat()
  return [
    ...Array.from({ length: digits }, (_, digit) => `digit_${digit}`),
    ...speakers,
    'position',
    'length',
    ...waves,
  ]
}

async function readClips(path: string, speakers: readonly string[]): Promise<Clip[]> {
  const clips: Clip[] = []
  await readRecords(path, plainDialect, ([digit, speaker = '', take, firstFrame, frames, part], index) => {
    if (index === 0) return
    clips.push({
      digit: Number(digit),
      speaker: speakers.indexOf(speaker),
      take: Number(take),
      firstFrame: Number(firstFrame),
      frames: Number(frames),
      isTest: part === 'test',
    })
  })
  return clips
}
