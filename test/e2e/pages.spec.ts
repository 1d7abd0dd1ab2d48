/** Every page, in both themes and two sizes: accessible, within its window, and photographed for a person to look through. */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'

const folder = 'test/e2e/screenshots'
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

const app = useApplication()
let studyAddress = ''

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
})

/** Reads a page in one look: findings of axe, a picture, and whether anything sticks out of the window. */
async function inspect(
  page: Page,
  name: string,
  theme: string,
  size: { width: number; height: number },
): Promise<void> {
  // Words and colours are the same at both sizes: the larger one is examined in one theme.
  const examined = size.width === sizes[0].width || theme === 'dark'
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${folder}/${name}-${theme}-${size.width}x${size.height}.png` })
  if (examined) expect(await seriousFindings(page), `${name}, ${theme}`).toEqual([])
  const overflow = await page.evaluate(() => ({
    across: document.documentElement.scrollWidth - window.innerWidth,
    down: document.documentElement.scrollHeight - window.innerHeight,
  }))
  expect(overflow, `${name} at ${size.width}`).toEqual({ across: 0, down: 0 })
}

test('a study of the bundled irises runs to its end and says what it found', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.getByRole('link', { name: /Iris/ }).click()
  await page.getByRole('radio', { name: '20 trials' }).click()
  await page.getByText('Set to 20 trials').waitFor()
  await page.getByRole('button', { name: /^Start/ }).click()
  await page.getByText('finished', { exact: true }).first().waitFor({ timeout: 110_000 })
  expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100')
  studyAddress = page.url()
})

for (const theme of ['light', 'dark'] as const)
  describe(`in the ${theme} theme`, () => {
    for (const size of sizes)
      test(`every page is accessible and fits ${size.width} x ${size.height}`, async () => {
        const { page, context } = app.watched
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await page.goto(`${app.host.origin}/#/`)
        await page.getByRole('heading', { name: 'Start with data' }).waitFor()
        await page.locator('a.tile canvas').first().waitFor()
        await page.getByRole('table').waitFor()
        await inspect(page, 'home', theme, size)

        await page.getByRole('button', { name: 'Open project…' }).click()
        await page.getByRole('dialog').waitFor()
        await inspect(page, 'home-open', theme, size)
        await page.keyboard.press('Escape')

        await page.goto(`${app.host.origin}/#/new/digits-8x8`)
        await page.getByText('rows sealed').waitFor()
        await inspect(page, 'new-study', theme, size)

        await page.goto(studyAddress)
        await page.getByRole('img', { name: /Best so far by trial/ }).waitFor()
        await page.getByRole('img', { name: /Learning curves/ }).waitFor()
        await inspect(page, 'live', theme, size)

        await page.getByRole('button', { name: 'Extend…' }).click()
        await page.getByRole('dialog').waitFor()
        await inspect(page, 'live-extend', theme, size)
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Open the test set…' }).click()
        await inspect(page, 'live-open-test', theme, size)
        await page.keyboard.press('Escape')

        await page.getByRole('tab', { name: 'Explorer' }).click()
        await page
          .getByRole('button', { name: /learning rate/ })
          .first()
          .click()
        const menu = page.getByRole('dialog', { name: /Brush learning rate/ })
        await menu.getByLabel('from').fill('0.001')
        await page.keyboard.press('Tab')
        await inspect(page, 'explorer-brush', theme, size)
        await page.keyboard.press('Escape')
        await page
          .getByRole('region', { name: /Trials in the selection/ })
          .locator('tbody tr')
          .first()
          .click()
        await page.getByRole('heading', { name: /^Trial \d+/ }).waitFor()
        await inspect(page, 'explorer', theme, size)

        await page.getByRole('tab', { name: 'Insights' }).click()
        await page.getByText(/complete trials that it takes|From \d+ results/).waitFor()
        await inspect(page, 'insights', theme, size)

        await page.getByRole('tab', { name: 'Setup' }).click()
        await inspect(page, 'setup', theme, size)
        expect(context.pages()).toHaveLength(1)
      })
  })

test('Ctrl K finds a page by its words, by keyboard alone, and ? lists the keys', async () => {
  const { page } = app.watched
  await page.goto(`${app.host.origin}/#/`)
  await page.getByRole('heading', { name: 'Start with data' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Go to or do' }).fill('iris multi')
  await page.getByRole('option').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => page.url()).toMatch(/#\/study\//)
  await page.getByRole('tab', { name: 'Live' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('doctor')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Doctor' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a page that cannot be opened says so, and what is wrong', async () => {
  const { page } = app.watched
  await page.goto(`${app.host.origin}/#/study/%2Fnowhere/no-such-study/live`)
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toMatch(/nowhere/)
  expect(await seriousFindings(page)).toEqual([])
})

test('no page asked anything of another origin, or complained', () => {
  expect(app.watched.complaints).toEqual([])
})
