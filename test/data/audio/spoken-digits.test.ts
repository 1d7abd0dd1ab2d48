import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { logMel, speechMel, stretch, toBytes } from '../../../main/data/audio/log-mel.ts'
import { decodeMuLaw } from '../../../main/data/audio/mu-law.ts'
import { readIdx } from '../../../main/data/images/idx.ts'

const folder = join(import.meta.dirname, '../../../resources/datasets/spoken-digits')
const read = (name: string) => readFileSync(join(folder, name))
const values = async (part: string, what: string, idx: number) =>
  (await readIdx(read(`${part}-${what}-idx${idx}-ubyte.gz`), what)).values

const size = 32 * 24
const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']

describe('the bundled features of spoken digits', () => {
  it('follow from the bundled recordings, but for what mu-law coding changed', async () => {
    const stored = new Map<string, Uint8Array>()
    for (const part of ['train', 'test']) {
      const [features, labels] = [await values(part, 'features', 3), await values(part, 'labels', 1)]
      const [who, takes] = [await values(part, 'speakers', 1), await values(part, 'takes', 1)]
      labels.forEach((digit, row) =>
        stored.set(`${digit} ${speakers[who[row]!]} ${takes[row]}`, features.subarray(row * size, (row + 1) * size)),
      )
    }
    const recordings = new Map(speakers.map((name) => [`${name}.ulaw.gz`, gunzipSync(read(`${name}.ulaw.gz`))]))
    const clips = read('clips.csv').toString().trim().split(/\r?\n/).slice(1)
    let [sum, within, count] = [0, 0, 0]
    for (const line of clips.filter((_, index) => index % 5 === 0)) {
      const [file = '', offset, samples, digit, speaker, take] = line.split(',')
      const bytes = recordings.get(file)!.subarray(Number(offset), Number(offset) + Number(samples))
      const mine = toBytes(stretch(logMel(decodeMuLaw(bytes), 8000, speechMel), 32), 80)
      const theirs = stored.get(`${digit} ${speaker} ${take}`)!
      mine.forEach((value, i) => {
        const off = Math.abs(value - theirs[i]!)
        sum += off
        within += off <= 10 ? 1 : 0
        count++
      })
    }
    expect(sum / count).toBeLessThan(1.3)
    expect(within / count).toBeGreaterThan(0.98)
  })
})
