import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { seriousFindings } from './accessibility.ts'

const folder = 'test/e2e/screenshots'

export const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

/** Photographs a page for a person to look at; nothing serious may be found, and nothing may stick out of the window. */
export async function inspectPage(
  page: Page,
  name: string,
  theme: 'light' | 'dark',
  { width, height }: (typeof sizes)[number],
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}-${theme}-${width}x${height}.png` })
  expect(await seriousFindings(page)).toEqual([])
  const spill = await page.evaluate(() => ({
    x: document.documentElement.scrollWidth - window.innerWidth,
    y: document.documentElement.scrollHeight - window.innerHeight,
  }))
  expect(spill).toEqual({ x: 0, y: 0 })
}
