import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEnergyMeter } from '../../main/host/energy-meter.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'powercap-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function counter(zone: string, name: string, microjoules: number, range = 1_000_000_000): void {
  mkdirSync(join(folder, zone), { recursive: true })
  writeFileSync(join(folder, zone, 'name'), `${name}\n`)
  writeFileSync(join(folder, zone, 'energy_uj'), `${microjoules}\n`)
  writeFileSync(join(folder, zone, 'max_energy_range_uj'), `${range}\n`)
}

test('joules since the meter was first asked, of packages and memory, parts of a package not twice', async () => {
  counter('intel-rapl:0', 'package-0', 5_000_000)
  counter('intel-rapl:0:0', 'core', 1_000_000)
  counter('intel-rapl:0:1', 'dram', 2_000_000)
  const meter = createEnergyMeter(folder)
  expect(await meter()).toBe(0)
  counter('intel-rapl:0', 'package-0', 9_000_000)
  counter('intel-rapl:0:0', 'core', 4_000_000)
  counter('intel-rapl:0:1', 'dram', 2_500_000)
  expect(await meter()).toBeCloseTo(4.5, 9)
})

test('a counter that begins again goes on where it was', async () => {
  counter('intel-rapl:0', 'package-0', 999_000_000)
  const meter = createEnergyMeter(folder)
  await meter()
  counter('intel-rapl:0', 'package-0', 1_000_000)
  expect(await meter()).toBeCloseTo(2, 9)
})

test('a computer that does not tell gives nothing rather than zero', async () => {
  expect(await createEnergyMeter(join(folder, 'nowhere'))()).toBeUndefined()
})
