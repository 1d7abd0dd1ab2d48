/** Two objectives in a real browser, with real training: asked for, followed, and looked at as a front. */
import { mkdirSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'

const app = useApplication({ width: 1440, height: 900 })

beforeAll(async () => {
  mkdirSync('test/e2e/screenshots', { recursive: true })
})

const shot = (name: string) => app.watched.page.screenshot({ path: `test/e2e/screenshots/${name}.png` })

test('a further objective is added to a new study, and a pruner that knows one only is no longer offered', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.goto(`${app.host.origin}/#/new/iris`)
  const objectives = page.getByRole('region', { name: 'Objectives' })
  await objectives.getByText('Highest validation accuracy.').waitFor()
  const pruner = page.getByLabel('Stop poor trials early')
  expect(await pruner.locator('option').allTextContents()).toContain('Median')
  await objectives.getByRole('button', { name: 'Add an objective' }).click()
  await objectives.getByText('Highest validation accuracy, fewest parameters.').waitFor()
  expect(await pruner.locator('option').allTextContents()).not.toContain('Median')
  await page.getByText('No single best: the front of compromises between accuracy and parameters.').waitFor()
  await objectives.getByRole('button', { name: 'Remove parameters' }).click()
  await expect.poll(() => pruner.locator('option').allTextContents()).toContain('Median')
  await objectives.getByRole('button', { name: 'Add an objective' }).click()
  await page.getByRole('radio', { name: /20 trials/ }).click()
  await page.getByText('Set to 20 trials').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await shot('new-study-two-objectives')
})

test('the running study shows its hypervolume and its front in place of one best', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: /^Start/ }).click()
  await page.getByRole('img', { name: /Hypervolume so far by trial: 0\.\d+/ }).waitFor({ timeout: 60_000 })
  const front = page.getByRole('region', { name: 'Front' })
  await expect.poll(() => front.textContent(), { timeout: 60_000 }).toMatch(/alike, as the search saw them/)
  expect(await page.getByTestId('best').count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await shot('live-two-objectives')
})

test('the front is a view of the explorer: a point that is clicked is pinned in all of them', async () => {
  const { page } = app.watched
  await page.getByRole('tab', { name: 'Explorer' }).click()
  const plot = page.getByRole('img', { name: /Pareto front of parameters and validation accuracy: [1-9]\d* of \d+/ })
  await plot.waitFor({ timeout: 60_000 })
  await page
    .getByRole('columnheader', { name: /^parameters/ })
    .first()
    .waitFor()
  const frame = page.getByRole('region', { name: 'Pareto front', exact: true })
  await frame.getByRole('button', { name: 'Data table' }).click()
  const rows = frame.getByRole('region', { name: 'Pareto front as a table' }).locator('tbody tr')
  const onFront = rows.filter({ hasText: 'yes' })
  expect(await onFront.count()).toBeGreaterThan(0)
  await frame.getByRole('button', { name: 'Data table' }).click()
  const pinned = () => page.locator('tr.pinned').count()
  expect(await pinned()).toBe(0)
  const box = (await plot.boundingBox())!
  // Wherever a point lies: the pointer looks for one, as a person does, and a hovered point has a tooltip.
  for (let y = box.y + 10; (await pinned()) === 0 && y < box.y + box.height - 40; y += 5)
    for (let x = box.x + 60; (await pinned()) === 0 && x < box.x + box.width - 20; x += 5) await page.mouse.click(x, y)
  expect(await pinned()).toBe(1)
  expect((await seriousFindings(page)).filter((finding) => finding.includes('Pareto'))).toEqual([])
  await shot('explorer-pareto')
})

test('what fresh seeds say of each trial of the front stands in the inspector when the study is over', async () => {
  const { page } = app.watched
  await page.getByRole('tab', { name: 'Live' }).click()
  const front = page.getByRole('region', { name: 'Front' })
  await expect.poll(() => front.textContent(), { timeout: 240_000 }).toMatch(/trained again with fresh seeds/)
  expect(await front.textContent()).toMatch(/\d+\.\d\d to \d+\.\d\d\s%|\d+\.\d\d\s% to \d+\.\d\d\s%/)
  await shot('live-front-confirmed')
  expect(app.watched.complaints).toEqual([])
})
