/**
 * Finds a Chromium for the end-to-end tests; as root on Debian or Ubuntu it installs one, elsewhere it explains. The Vulkan
 * loader comes along: with Chromium's software driver it stands in for a graphics card in the tests of WebGPU engines.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { installedChromium } from '../main/host/bench/ui/chromium-paths.mjs'

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
}

export async function findBrowser() {
  const found = installedChromium()
  if (found) return { path: found }
  if (isDebianRoot()) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    try {
      execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
      const packages = ['chromium', 'libvulkan1']
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
        env,
        stdio: 'ignore',
      })
    } catch (error) {
      return { reason: `apt-get could not install chromium (${error.message})` }
    }
    const fresh = installedChromium()
    if (fresh) return { path: fresh }
  }
  return {
    reason: 'no Chromium or Chrome was found; install one, or set SWEETSPOT_CHROMIUM to its path, and run again',
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const browser = await findBrowser()
  process.stdout.write(`${browser.path ?? browser.reason}\n`)
  process.exitCode = browser.path ? 0 : 1
}
