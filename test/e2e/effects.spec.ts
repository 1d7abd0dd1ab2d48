/** An effect of a hyperparameter, really measured from the window, in a real browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'
import { inspectPage, sizes } from './screenshots.ts'

const app = useApplication()

const project = () => join(app.host.projects, 'effects', 'learning-rate')

/** Accuracies in the journal of the effect's study, by learning rate. */
function accuracies(): Map<number, number[]> {
  const [study = ''] = readdirSync(join(project(), 'studies'))
  const lines = readFileSync(join(project(), 'studies', study, 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n')
  const rates = new Map<number, number>()
  const found = new Map<number, number[]>()
  for (const line of lines) {
    const entry = JSON.parse(line.slice(line.indexOf('{'), line.lastIndexOf('}') + 1)) as {
      type: string
      trial: number
      configuration?: { learningRate: number }
      validation: { accuracy: number }
    }
    if (entry.type === 'trial') rates.set(entry.trial, entry.configuration!.learningRate)
    if (entry.type !== 'result') continue
    const rate = rates.get(entry.trial)!
    found.set(rate, [...(found.get(rate) ?? []), entry.validation.accuracy])
  }
  return found
}

test('Home leads to the nine; one click measures the first, and shows how far it is', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.getByRole('link', { name: 'Effects of hyperparameters' }).first().click()
  const list = page.getByRole('navigation', { name: 'Effects', exact: true }).getByRole('link')
  await list.first().waitFor()
  expect(await list.count()).toBe(9)
  await page.getByText('not measured, 20 trainings').waitFor()
  expect(existsSync(project())).toBe(false)
  await page.getByRole('button', { name: 'Run quick' }).click()
  await page.getByRole('progressbar', { name: 'Trainings' }).waitFor()
  await page.getByText(/running, [1-9]\d* of 20 trainings/).waitFor({ timeout: 60_000 })
})

test('then the table has what the journal has, and the figures of the article as what they are', async () => {
  const { page } = app.watched
  await page.getByText('done, 20 trainings').waitFor({ timeout: 180_000 })
  const table = page.getByRole('table', { name: 'Effect of the learning rate on accuracy' })
  await table.waitFor()
  expect(await table.getByRole('columnheader', { name: 'article (illustrative)' }).count()).toBe(1)
  const measured = accuracies()
  expect([...measured.keys()].sort()).toEqual([0.001, 0.01, 0.1, 1])
  for (const [rate, values] of measured) {
    const mean = (100 * values.reduce((sum, value) => sum + value, 0)) / values.length
    const label = rate === 1 ? '1.0' : String(rate)
    const row = await table.getByRole('row', { name: new RegExp(`^${label} `) }).textContent()
    expect(row, label).toContain(mean.toFixed(2))
  }
  expect(await table.getByRole('row', { name: /^0\.1 / }).textContent()).toContain('91 %')
  await page.getByRole('img', { name: /^Accuracy by Learning rate: 0\.001 / }).waitFor()
  await page
    .getByText(/Accuracy, best setting: /)
    .first()
    .waitFor()
  await page.getByText(/The fair version does that; the two often disagree/).waitFor()
})

test('it is there again after the page was loaded anew, and its study can be looked at', async () => {
  const { page } = app.watched
  await page.reload()
  await page.getByText('done, 20 trainings').waitFor()
  await page.getByRole('table', { name: 'Effect of the learning rate on accuracy' }).waitFor()
  await page.getByRole('link', { name: 'its study' }).click()
  await page.getByRole('heading', { name: /effect\/learning-rate, naive quick measurement/ }).waitFor()
  await page.goBack()
  await page.getByText('done, 20 trainings').waitFor()
})

for (const theme of ['light', 'dark'] as const)
  for (const size of sizes)
    test(`accessible and within its window, ${theme}, ${size.width}x${size.height}`, async () => {
      const { page } = app.watched
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await inspectPage(page, 'effects', theme, size)
    })

test('nothing complained', () => {
  expect(app.watched.complaints).toEqual([])
})
