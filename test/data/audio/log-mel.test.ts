import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { logMel, melPower, pad, stretch, toBytes } from '../../../main/data/audio/log-mel.ts'
import { hertzToMel, melToHertz, type MelBands, type MelScale } from '../../../main/data/audio/mel.ts'
import { powerSpectrum } from '../../../main/data/audio/power-spectrum.ts'

interface Case extends MelBands {
  readonly rate: number
  readonly samples: number
  readonly frames: number
  readonly power: readonly number[]
  readonly decibels: readonly number[]
}
/** `madeBy` in the file says how librosa was asked. */
const { cases, mels } = JSON.parse(readFileSync(new URL('librosa.json', import.meta.url), 'utf8')) as {
  cases: Case[]
  mels: Record<MelScale, [number, number][]>
}

/** A rising tone with noise, as the fixture's maker has it. */
function signal(length: number): Float32Array {
  let state = 12345
  return Float32Array.from({ length }, (_, i) => {
    state = Number((1103515245n * BigInt(state) + 12345n) % 2n ** 31n)
    return 0.5 * Math.sin(2 * Math.PI * (0.02 + 0.00004 * i) * i) + 0.2 * (state / 2 ** 31 - 0.5)
  })
}

describe('log-mel spectrograms', () => {
  it.each(cases)("hold librosa's numbers at $rate Hz, $scale scale, $bands bands", (given) => {
    const options = { ...given, frame: 0.025, hop: 0.01, range: 80 }
    const power = melPower(signal(given.samples), given.rate, options)
    expect([power.frames, power.bands]).toEqual([given.frames, given.bands])
    power.values.forEach((value, i) =>
      expect(Math.abs(value - given.power[i]!)).toBeLessThan(1e-4 * given.power[i]! + 1e-8),
    )
    const levels = logMel(signal(given.samples), given.rate, options)
    levels.values.forEach((value, i) => expect(Math.abs(value - given.decibels[i]!)).toBeLessThan(1e-3))
  })

  it.each(['htk', 'slaney'] as const)('the %s scale is that of librosa, and can be undone', (scale) => {
    for (const [hertz, mel] of mels[scale]) {
      expect(hertzToMel(hertz, scale)).toBeCloseTo(mel, 8)
      expect(melToHertz(mel, scale)).toBeCloseTo(hertz, 6)
    }
  })

  it('transforms as the definition says', () => {
    const frame = Float64Array.from(signal(16))
    const power = powerSpectrum(16)(frame)
    for (let k = 0; k <= 8; k++) {
      let [re, im] = [0, 0]
      frame.forEach((value, n) => {
        re += value * Math.cos((2 * Math.PI * k * n) / 16)
        im -= value * Math.sin((2 * Math.PI * k * n) / 16)
      })
      expect(power[k]).toBeCloseTo(re * re + im * im, 10)
    }
    expect(() => powerSpectrum(24)).toThrow(/power of two/)
  })

  it('survives silence, a single sample and none', () => {
    const options = { ...cases[0]!, frame: 0.025, hop: 0.01, range: 80 }
    for (const samples of [new Float32Array(900), new Float32Array(1).fill(0.5), new Float32Array(0)]) {
      const levels = logMel(samples, 8000, options)
      expect(levels.values.every((level) => level >= -80 && level <= 0)).toBe(true)
    }
    expect(toBytes(logMel(new Float32Array(900), 8000, options), 80).every((byte) => byte === 0)).toBe(true)
  })

  it('brings clips to one length by stretching or by padding', () => {
    const clip = { frames: 3, bands: 1, values: Float64Array.of(0, -10, -40) }
    expect([...stretch(clip, 5).values]).toEqual([0, -5, -10, -25, -40])
    expect([...pad(clip, 5, -80).values]).toEqual([0, -10, -40, -80, -80])
    expect([...pad(clip, 2, -80).values]).toEqual([0, -10])
  })
})
