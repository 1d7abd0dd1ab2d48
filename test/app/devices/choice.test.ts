import { describe, expect, test } from 'vitest'
import { defaultEngines, explainChoice, speedsOf, untestedEngines } from '../../../main/app/devices/choice.ts'
import { describeEngines } from '../../../main/app/devices/engine-states.ts'
import type { EngineProbe } from '../../../main/app/devices/engine-probe.ts'
import type { EngineName } from '../../../main/training/engines/engine.ts'
import { quickestFirst, speedOf, stepMs } from '../../../main/training/engines/speed.ts'

const probe = (engine: EngineName, more: Partial<EngineProbe> = {}): EngineProbe => ({
  engine,
  network: 'mlp',
  works: true,
  device: 'cpu',
  work: 100,
  stepsPerSecond: 100,
  error: 1e-7,
  ...more,
})

/** A card whose calls are slow and whose arithmetic is quick. */
const withCard: readonly EngineProbe[] = [
  probe('tfjs-cpu', { stepsPerSecond: 10 }),
  probe('compiled', { stepsPerSecond: 1000 }),
  probe('compiled', { network: 'mlp-large', work: 100_000, stepsPerSecond: 10 }),
  probe('compiled-webgpu', { device: 'webgpu', stepsPerSecond: 200 }),
  probe('compiled-webgpu', { network: 'mlp-large', device: 'webgpu', work: 100_000, stepsPerSecond: 100 }),
]

describe('the engines of a study that names none', () => {
  test('are those that always run, before anything was measured', () => {
    expect(defaultEngines([])).toEqual(untestedEngines)
  })

  test('are those that train as the reference does, the quickest first', () => {
    const probes = [
      ...withCard,
      probe('compiled-cuda', { works: false, because: 'no card' }),
      probe('tfjs-webgpu', { device: 'webgpu', stepsPerSecond: 9999, error: 0.2 }),
      probe('compiled-directml', { stepsPerSecond: 9999, error: NaN }),
    ]
    expect(defaultEngines(probes)).toEqual(['compiled', 'compiled-webgpu', 'tfjs-cpu'])
  })

  test('do not include a graphics card that is the processor in disguise', () => {
    const probes = [probe('compiled'), probe('tfjs-webgpu', { device: 'webgpu (software)', stepsPerSecond: 9999 })]
    expect(defaultEngines(probes)).toEqual(['compiled'])
  })
})

describe('the engine of a trial', () => {
  test('is the processor for a small network and the card for a large one, as measured', () => {
    const speeds = speedsOf(withCard)
    const engines = defaultEngines(withCard)
    expect(quickestFirst(engines, speeds, 100)[0]).toBe('compiled')
    expect(quickestFirst(engines, speeds, 10_000_000)[0]).toBe('compiled-webgpu')
  })

  test('keeps the order of engines that were not measured, after those that were', () => {
    const speeds = [speedOf('tfjs-cpu', [{ work: 10, ms: 5 }])]
    expect(quickestFirst(['tfjs-wasm', 'compiled', 'tfjs-cpu'], speeds, 100)).toEqual([
      'tfjs-cpu',
      'tfjs-wasm',
      'compiled',
    ])
  })

  test('is explained by what was measured', () => {
    expect(explainChoice(withCard)).toEqual({
      small: {
        engine: 'compiled',
        because: '1000 steps a second on cpu, 5.0 times the next one, compiled-webgpu on webgpu.',
      },
      large: {
        engine: 'compiled-webgpu',
        because: '100 steps a second on webgpu, 10.0 times the next one, compiled on cpu.',
      },
    })
    expect(explainChoice([probe('compiled', { works: false })])).toBeNull()
  })
})

describe('the time of a step', () => {
  test('goes through both measurements', () => {
    const speed = speedOf('compiled', [
      { work: 100, ms: 1 },
      { work: 1100, ms: 6 },
    ])
    expect(stepMs(speed, 100)).toBeCloseTo(1)
    expect(stepMs(speed, 1100)).toBeCloseTo(6)
  })

  test('never falls as networks grow, also when the measurements do', () => {
    const speed = speedOf('compiled', [
      { work: 100, ms: 3 },
      { work: 1000, ms: 2 },
    ])
    expect(stepMs(speed, 1e6)).toBeGreaterThanOrEqual(stepMs(speed, 1))
    expect(stepMs(speed, 0)).toBeGreaterThanOrEqual(0)
  })
})

describe('what the window is told of an engine', () => {
  test('is its state, its device and why', () => {
    const probes = [
      probe('compiled'),
      probe('tfjs-wasm'),
      probe('tfjs-wasm', { network: 'cnn', works: false, because: 'No kernel.' }),
      { engine: 'compiled-cuda', network: 'mlp', works: false, because: 'No library.', unavailable: true } as const,
    ]
    expect(describeEngines(['compiled', 'tfjs-wasm', 'compiled-cuda', 'compiled-webgpu'], probes)).toEqual([
      { engine: 'compiled', device: 'cpu', state: 'works', text: 'mlp: 100 steps a second' },
      { engine: 'tfjs-wasm', device: 'cpu', state: 'in-part', text: 'mlp: 100 steps a second. cnn: No kernel.' },
      { engine: 'compiled-cuda', device: 'cuda', state: 'not-available', text: 'No library.' },
      { engine: 'compiled-webgpu', device: 'webgpu', state: 'not-tested', text: 'Not tested yet.' },
    ])
  })
})
