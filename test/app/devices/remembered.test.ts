import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDeviceCache, writeDeviceCache } from '../../../main/app/devices/device-cache.ts'
import type { EngineProbe } from '../../../main/app/devices/engine-probe.ts'
import { fingerprintDevices } from '../../../main/app/devices/fingerprint.ts'
import { libraryEnvironment } from '../../../main/app/devices/libraries.ts'
import { changeSettings, readSettings } from '../../../main/app/devices/settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-devices-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const probes: readonly EngineProbe[] = [
  { engine: 'compiled', network: 'mlp', works: true, device: 'cpu', stepsPerSecond: 12.5, work: 3, error: 1e-7 },
  { engine: 'compiled-cuda', network: 'mlp', works: false, because: 'No card.', unavailable: true },
]

describe('what was found of a machine', () => {
  test('is remembered until a driver or a version changes', async () => {
    await writeDeviceCache(folder, { fingerprint: 'a', probedAt: 1, probes })
    expect(await readDeviceCache(folder, 'a')).toMatchObject({ probes })
    expect(await readDeviceCache(folder, 'b')).toBeUndefined()
  })

  test('is found out again where the file is missing or damaged', async () => {
    expect(await readDeviceCache(folder, 'a')).toBeUndefined()
    writeFileSync(join(folder, 'devices.json'), '{"format":"sweetspot-devices"')
    expect(await readDeviceCache(folder, 'a')).toBeUndefined()
  })
})

describe('the fingerprint of a machine', () => {
  test('is the same each time, and another one with another version, folder or contents of it', async () => {
    const plain = await fingerprintDevices('1', undefined)
    expect(await fingerprintDevices('1', undefined)).toBe(plain)
    expect(await fingerprintDevices('2', undefined)).not.toBe(plain)
    const empty = await fingerprintDevices('1', folder)
    expect(empty).not.toBe(plain)
    const package_ = join(folder, 'node_modules', 'onnxruntime-node')
    mkdirSync(package_, { recursive: true })
    writeFileSync(join(package_, 'package.json'), '{"name":"onnxruntime-node","version":"9.9.9"}')
    expect(await fingerprintDevices('1', folder)).not.toBe(empty)
  })
})

describe("the folder of the user's own libraries", () => {
  test('is kept in the settings, changed, and forgotten', async () => {
    expect(await readSettings(folder)).toEqual({})
    await changeSettings(folder, { librariesFolder: '/opt/cuda' })
    expect((await readSettings(folder)).librariesFolder).toBe('/opt/cuda')
    await changeSettings(folder, { librariesFolder: undefined })
    expect((await readSettings(folder)).librariesFolder).toBeUndefined()
  })

  test('comes before what the system would load, and leaves that in place', () => {
    const environment = libraryEnvironment('/opt/cuda', 'linux', { LD_LIBRARY_PATH: '/usr/local/lib' })
    expect(environment['SWEETSPOT_LIBRARIES']).toBe('/opt/cuda')
    const paths = environment['LD_LIBRARY_PATH']!.split(delimiter)
    expect(paths[0]).toBe('/opt/cuda')
    expect(paths).toContain(join('/opt/cuda', 'lib'))
    expect(paths.at(-1)).toBe('/usr/local/lib')
    expect(libraryEnvironment('/opt/cuda', 'win32', {})['PATH']).toContain('/opt/cuda')
    expect(libraryEnvironment(undefined, 'linux', {})).toEqual({})
  })
})
