/** The Trial tab: what a network gets wrong, against what it was set to, and a copy of it into the queue. */
import { mkdirSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'

const app = useApplication()

beforeAll(async () => {
  await enter(app.watched.page, app.host)
})

test('a paused study of digits shows its best trial: curves, calibration, the pictures it got wrong', async () => {
  const { page, complaints } = app.watched
  await page.getByRole('link', { name: /Optical recognition/ }).click()
  await page.getByRole('radio', { name: '100 trials' }).click()
  await page.getByText('Set to 100 trials').waitFor()
  await page.getByRole('button', { name: /^Start/ }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.getByRole('tab', { name: 'Explorer' }).click()
  await page.getByRole('row').nth(1).waitFor()
  await expect.poll(() => page.getByRole('table').first().textContent(), { timeout: 90_000 }).toMatch(/complete\d/)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).first().waitFor()
  await page.getByRole('tab', { name: 'Trial' }).click()
  await page.getByRole('heading', { name: 'Most wrong' }).waitFor()
  await page.getByText(/validation rows are wrong/).waitFor()
  await page.getByRole('heading', { name: 'ROC' }).waitFor()
  mkdirSync('test/e2e/screenshots', { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const size of [
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
    ]) {
      await page.setViewportSize(size)
      await page.waitForTimeout(150)
      await page.screenshot({ path: `test/e2e/screenshots/trial-${theme}-${size.width}x${size.height}.png` })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    }
    expect(await seriousFindings(page)).toEqual([])
  }
  expect(complaints).toEqual([])
})

test('J and K walk through the trials, and the address says which one is shown', async () => {
  const { page } = app.watched
  const field = page.getByRole('spinbutton', { name: 'Trial' })
  await field.fill('1')
  await field.press('Enter')
  await expect.poll(() => page.url()).toMatch(/\/trial\/1$/)
  await page.getByRole('heading', { name: 'Trainings' }).click()
  await page.keyboard.press('k')
  await expect.poll(() => page.url()).toMatch(/\/trial\/0$/)
  await page.getByText('No setting differs.').waitFor()
})

test('a trial is cloned into the queue with one setting changed', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: /Clone and edit/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Starts from trial 0').waitFor()
  await dialog.getByLabel('learning rate').fill('0.004')
  await dialog.getByRole('button', { name: /Queue|Run|Add/ }).click()
  await expect
    .poll(async () => {
      await page.getByRole('tab', { name: 'Explorer' }).click()
      return page.getByText('queued').count()
    })
    .toBeGreaterThan(0)
})
