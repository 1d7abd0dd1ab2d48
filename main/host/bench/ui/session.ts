import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { generateStudy } from './generated-study.ts'
import { launchBrowser, startBenchHost } from './host.ts'
import { brushPlain, brushSteps, heapMegabytes, isDrawn, scrollTable } from './page.mjs'

export interface UiMeasurements {
  /** Milliseconds from asking for the page to the first complete picture, of each load. */
  readonly loads: readonly number[]
  /** Milliseconds of each step of a drag, to the end of the frame that shows it. */
  readonly brush: readonly number[]
  /** The same of plain ECharts. */
  readonly plain: readonly number[]
  readonly framesPerSecond: number
  readonly heapMegabytes: number
}

const window = { width: 1440, height: 900 } as const

/** Generates a study, opens it in a real browser through the real host, and measures. */
export async function measureUi(trials: number, loads: number, withPlain: boolean): Promise<UiMeasurements> {
  const home = await mkdtemp(join(tmpdir(), 'sweetspot-ui-'))
  try {
    const folder = join(home, 'projects', 'generated')
    const study = await generateStudy(folder, trials)
    const host = await startBenchHost(home)
    try {
      const browser = await launchBrowser()
      try {
        const page = await browser.newPage({ viewport: window })
        await page.goto(host.url)
        const address = `${host.origin}/#/study/${encodeURIComponent(folder)}/${study}/explorer`
        return await measurePage(page, address, trials, loads, withPlain)
      } finally {
        await browser.close()
      }
    } finally {
      await host.stop()
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function measurePage(page: Page, address: string, trials: number, loads: number, withPlain: boolean) {
  // The first visit has the host read the journal; that is measured by store.open10k.
  await page.goto(address)
  await page.waitForFunction(isDrawn, trials, { timeout: 120_000 })
  const times: number[] = []
  for (let load = 0; load < loads; load += 1) {
    await page.goto('about:blank')
    await page.goto(address, { waitUntil: 'commit' })
    await page.waitForFunction(isDrawn, trials, { timeout: 60_000, polling: 'raf' })
    times.push(await page.evaluate(() => performance.now()))
  }
  await page.waitForTimeout(1_500)
  const brush = await page.evaluate(brushSteps)
  const framesPerSecond = await page.evaluate(scrollTable)
  const heap = await page.evaluate(heapMegabytes)
  if (!withPlain) return { loads: times, brush, plain: [], framesPerSecond, heapMegabytes: heap }
  const source = createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js')
  await page.evaluate(await readFile(source, 'utf8'))
  const plain = await page.evaluate(brushPlain, trials)
  return { loads: times, brush, plain, framesPerSecond, heapMegabytes: heap }
}
