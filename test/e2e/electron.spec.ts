/** The desktop shell itself, where Electron's binary is present; elsewhere these tests are skipped, and say why. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { electronBinary } from '../../main/host/start.mjs'

const binary = electronBinary()
if (binary === undefined)
  process.stdout.write(
    "Electron's binary is not here (npx install-electron gets it): the desktop shell is not tested.\n",
  )

describe.skipIf(binary === undefined)('the desktop shell', () => {
  const home = mkdtempSync(join(tmpdir(), 'sweetspot-electron-'))
  let application: ElectronApplication
  let page: Page

  beforeAll(async () => {
    application = await electron.launch({
      executablePath: binary!,
      args: ['.', ...(process.env['CI'] === 'true' && process.platform === 'linux' ? ['--no-sandbox'] : [])],
      env: { ...(process.env as Record<string, string>), SWEETSPOT_HOME: home, SWEETSPOT_PROBE: '0' },
    })
    page = await application.firstWindow()
  })

  afterAll(async () => {
    await application?.close()
    rmSync(home, { recursive: true, force: true })
  })

  test('opens one window on its own protocol, with the same Home as in a browser', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(page.url()).protocol).not.toBe('file:')
    expect(application.windows()).toHaveLength(1)
  })

  test('gives the page no Node and no way around its bridge', async () => {
    const reach = await page.evaluate(() => ({
      require: typeof (globalThis as { require?: unknown }).require,
      process: typeof (globalThis as { process?: unknown }).process,
    }))
    expect(reach).toEqual({ require: 'undefined', process: 'undefined' })
  })

  test('goes to no other page and opens no window', async () => {
    const before = page.url()
    await page.evaluate(() => {
      window.open('https://example.org')
      location.href = 'https://example.org'
    })
    await page.waitForTimeout(500)
    expect(page.url()).toBe(before)
    expect(application.windows()).toHaveLength(1)
  })
})
