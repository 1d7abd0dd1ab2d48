import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDeviceCache } from '../../../main/app/devices/device-cache.ts'
import { DeviceService } from '../../../main/app/devices/device-service.ts'
import { fingerprintDevices } from '../../../main/app/devices/fingerprint.ts'
import { untestedEngines } from '../../../main/app/devices/choice.ts'
import { neverStarted } from '../../../main/pool/fork.ts'

const service = (settingsFolder: string) =>
  new DeviceService({
    fork: () => neverStarted(new Error('nothing is forked here')),
    resources: settingsFolder,
    settingsFolder,
    version: 'test',
    now: () => 0,
    isBusy: () => true,
    onProbed: () => undefined,
  })

test('what was found earlier names the engines of the window and of studies; before that, the usual ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-service-'))
  try {
    const fresh = service(folder)
    await fresh.load()
    expect(fresh.defaultEngines()).toEqual(untestedEngines)
    expect(fresh.engines().every(({ state }) => state === 'not-tested')).toBe(true)
    const probes = [
      { engine: 'tfjs-cpu', network: 'mlp', works: true, device: 'cpu', work: 9, stepsPerSecond: 5 },
    ] as const
    const fingerprint = await fingerprintDevices('test', undefined)
    await writeDeviceCache(folder, { fingerprint, probedAt: 0, probes })
    const later = service(folder)
    await later.load()
    expect(later.defaultEngines()).toEqual(['tfjs-cpu'])
    expect(later.engines().find(({ engine }) => engine === 'tfjs-cpu')).toMatchObject({ state: 'works' })
    expect(later.summary()).toContain('tfjs-cpu')
    // A probe that waits for a study to end does not keep the application from closing.
    fresh.probeInBackground()
    await fresh.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
