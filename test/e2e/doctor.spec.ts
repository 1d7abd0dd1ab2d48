/** The engines of this computer, really tested, in a real browser. */
import { expect, test } from 'vitest'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'
import { inspectPage, sizes } from './screenshots.ts'

const app = useApplication()

const engines = () => app.watched.page.getByRole('table', { name: 'Engines and devices' })

test('Home leads to it; what has not been tested says so, and the test shows how far it is', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.getByRole('link', { name: 'What each engine can do here, and why' }).click()
  await page.getByRole('heading', { name: 'The engines have not been tested yet.' }).waitFor()
  // The program begins by itself after a few seconds; whoever does not wait asks.
  const now = page.getByRole('button', { name: 'Test now' })
  if (await now.isVisible()) await now.click({ timeout: 3_000 }).catch(() => undefined)
  await page.getByRole('progressbar', { name: 'Test of the engines' }).waitFor()
  await page.getByText(/[1-9]\d* of at most \d+ trainings/).waitFor({ timeout: 60_000 })
})

test('then every engine has its figures, or a reason; and the choice of a study is explained', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: 'Test again' }).waitFor({ timeout: 280_000 })
  expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toMatch(/works; .* is fastest/)
  const compiled = await engines()
    .getByRole('row', { name: /compiled on cpu/ })
    .textContent()
  expect(compiled).toMatch(/passed/)
  expect(compiled).toMatch(/choice/)
  expect(compiled).toMatch(/\d.*e\u2212\d/)
  expect(
    await engines()
      .getByRole('row', { name: /tfjs-cpu on/ })
      .textContent(),
  ).toContain('reference')
  const rows = engines().getByRole('row', { name: /(compiled|tfjs)\S* on \w/ })
  expect(await rows.count()).toBeGreaterThan(8)
  for (const text of await rows.allTextContents()) expect(text).toMatch(/passed|in part|not available/)
  await page.getByText(/A new study trains small networks with .*: \d+ steps a second/).waitFor()
}, 300_000)

test('a test that is broken off leaves what was known', async () => {
  const { page } = app.watched
  const before = await engines().textContent()
  await page.getByRole('button', { name: 'Test again' }).click()
  await page.getByRole('progressbar', { name: 'Test of the engines' }).waitFor()
  await page.getByRole('button', { name: 'Stop the test' }).click()
  await page.getByRole('button', { name: 'Test again' }).waitFor({ timeout: 60_000 })
  expect(await engines().textContent()).toBe(before)
})

for (const theme of ['light', 'dark'] as const)
  for (const size of sizes)
    test(`accessible and within its window, ${theme}, ${size.width}x${size.height}`, async () => {
      const { page } = app.watched
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await inspectPage(page, 'doctor', theme, size)
    })

test('nothing complained', () => {
  expect(app.watched.complaints).toEqual([])
})
