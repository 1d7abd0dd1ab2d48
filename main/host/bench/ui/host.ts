import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { root } from '../../paths.ts'
import { installedChromium } from './chromium-paths.mjs'

/** The real web host over a folder of projects, as `sweetspot ui` starts it. */
export interface BenchHost {
  /** With the one-time token. */
  readonly url: string
  readonly origin: string
  stop(): Promise<void>
}

export async function startBenchHost(home: string): Promise<BenchHost> {
  const child = spawn(process.execPath, [join(root, 'main/host/sweetspot.mjs'), 'ui', '--json', '--no-open'], {
    env: { ...process.env, SWEETSPOT_HOME: join(home, 'settings'), SWEETSPOT_PROJECTS: join(home, 'projects') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const said = /"url":\s*"([^"]+)"/.exec(printed)
      if (said?.[1]) resolve(said[1])
    })
    void ended.then(() => reject(new Error('sweetspot ui ended before it said its address')))
  })
  return {
    url,
    origin: new URL(url).origin,
    async stop() {
      child.kill('SIGINT')
      const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(patience)
    },
  }
}

/** Headless Chromium with software rendering. @throws Error saying what is absent */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core').catch(() => {
    throw new Error('playwright-core is not installed; it comes with the sources (npm ci), not with the application')
  })
  const executablePath = installedChromium()
  if (executablePath === undefined)
    throw new Error('no Chromium was found; install one, or set SWEETSPOT_CHROMIUM to its path')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  })
}
