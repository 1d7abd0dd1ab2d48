/** From Home to a tuned network, in a real browser, with real training: the thread through every layer. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { enter, openPage, startHost } from './application.ts'
import { useApplication } from './fixture.ts'

const app = useApplication()

beforeAll(async () => {
  mkdirSync('test/e2e/screenshots', { recursive: true })
})

test('a stranger without the token is let into nothing', async () => {
  expect((await fetch(`${app.host.origin}/`)).status).toBe(403)
  const context = await app.browser.newContext()
  const page = await context.newPage()
  await page.goto(app.host.origin)
  expect(await page.getByRole('heading').textContent()).toContain('does not know this browser')
  await context.close()
})

test('five clicks or fewer lead from Home to a running study of the bundled digits', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  let clicks = 0
  const click = async (name: RegExp, role: 'link' | 'button' | 'radio') => {
    await page.getByRole(role, { name }).first().click()
    clicks += 1
  }
  await click(/handwritten digits, 8/, 'link')
  await page.getByText('rows sealed').waitFor()
  await click(/Multilayer perceptron/, 'radio')
  await click(/20 trials/, 'radio')
  await page.getByText('Set to 20 trials').waitFor()
  await click(/^Start/, 'button')
  await page.getByRole('tab', { name: 'Live' }).waitFor()
  await page.getByText('running', { exact: true }).first().waitFor()
  expect(clicks).toBeLessThanOrEqual(5)
})

test('progress, curves and lanes move while networks train', async () => {
  const { page } = app.watched
  await page.getByRole('img', { name: /Learning curves/ }).waitFor({ timeout: 60_000 })
  // Trial 0 may be over by now: then the lanes say how the next ones differ.
  const lane = page.getByRole('table').getByText(/nothing: these are the defaults|learning rate/)
  await lane.first().waitFor({ timeout: 60_000 })
  await page.getByRole('img', { name: /Best so far by trial/ }).waitFor({ timeout: 60_000 })
  await expect.poll(() => page.getByTestId('best').textContent(), { timeout: 60_000 }).toMatch(/^\d\d\.\d\d\s%$/)
  expect(Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(0)
})

test('a drag on an axis brushes the lines and the table alike; a click on the axis clears it', async () => {
  const { page } = app.watched
  await page.getByRole('tab', { name: 'Explorer' }).click()
  const plot = page.getByTestId('parallel')
  await plot.waitFor()
  const status = page.getByTestId('selection')
  await expect.poll(async () => trialsSaid(await status.textContent()).all, { timeout: 60_000 }).toBeGreaterThan(3)
  const box = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const title =
    (await page
      .getByRole('button', { name: /learning rate/ })
      .first()
      .boundingBox()) ?? box
  const x = title.x + title.width / 2
  await page.mouse.move(x, box.y + box.height * 0.2)
  await page.mouse.down()
  await page.mouse.move(x, box.y + box.height * 0.4, { steps: 4 })
  await page.mouse.move(x, box.y + box.height * 0.5, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => status.textContent()).toMatch(/^learning rate .* to /)
  const { selected, all } = trialsSaid(await status.textContent())
  expect(selected).toBeLessThan(all)
  if (selected > 0) {
    const rows = page.getByRole('region', { name: /Trials in the selection/ }).locator('tbody tr')
    expect(await rows.count()).toBeLessThanOrEqual(selected)
  }
  await page.mouse.click(x, box.y + box.height * 0.75)
  await expect.poll(() => status.textContent()).toMatch(/^(\d+) of \1 trials/)
})

test('several axes are brushed by keyboard, and each step is undone', async () => {
  const { page } = app.watched
  const status = page.getByTestId('selection')
  await page
    .getByRole('button', { name: /learning rate/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('dialog', { name: /Brush learning rate/ })
  await menu.getByLabel('from').fill('0.001')
  await page.keyboard.press('Tab')
  await expect.poll(() => status.textContent()).toMatch(/learning rate from 1\.00e/)
  await page.keyboard.press('Escape')
  await page
    .getByRole('button', { name: /optimizer/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog', { name: /Brush optimizer/ })
    .getByLabel('Adam', { exact: true })
    .press('Space')
  await expect.poll(() => status.textContent()).toMatch(/learning rate from .*, optimizer Adam,/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => status.textContent()).not.toContain('optimizer')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect.poll(() => status.textContent()).toMatch(/^(\d+) of \1 trials/)
})

test('a paused study stands still, survives a reload, and goes on where it was', async () => {
  const { page } = app.watched
  await page.getByRole('tab', { name: 'Live' }).click()
  await page.getByRole('button', { name: /Pause/ }).click()
  await page.getByRole('button', { name: /Resume/ }).waitFor({ timeout: 30_000 })
  const states = page.getByRole('list', { name: 'Trials by state' })
  await expect.poll(() => states.textContent(), { timeout: 30_000 }).not.toContain('running')
  const before = await page.getByTestId('best').textContent()
  const counted = await states.textContent()
  await page.reload()
  await page.getByRole('button', { name: /Resume/ }).waitFor()
  expect(await page.getByTestId('best').textContent()).toBe(before)
  expect(await states.textContent()).toBe(counted)
  await page.getByRole('img', { name: /Learning curves/ }).waitFor()
  await page.getByRole('button', { name: /Resume/ }).click()
  await page.getByRole('button', { name: /Pause/ }).waitFor({ timeout: 30_000 })
})

test('a second tab shows the same study without a token of its own', async () => {
  const { page, context } = app.watched
  const second = await context.newPage()
  await second.goto(page.url())
  await second.getByRole('tab', { name: 'Live' }).waitFor()
  await second.getByTestId('best').waitFor()
  await second.getByRole('button', { name: /Pause/ }).click()
  await page.getByRole('button', { name: /Resume/ }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: /Resume/ }).click()
  await second.getByRole('button', { name: /Pause/ }).waitFor({ timeout: 30_000 })
  await second.close()
})

test('a configuration of the user joins the queue', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: 'Trial by hand' }).click()
  const dialog = page.getByRole('dialog', { name: 'Trial by hand' })
  await dialog.getByLabel('learning rate').fill('nonsense')
  expect(await dialog.getByRole('button', { name: 'Queue it' }).isDisabled()).toBe(true)
  await dialog.getByLabel('learning rate').fill('0.0015')
  await dialog.getByRole('button', { name: 'Queue it' }).click()
  await page.getByRole('tab', { name: 'Explorer' }).click()
  const table = page.getByRole('region', { name: /Trials in the selection/ })
  await table.getByText('1.50e−3').first().waitFor({ timeout: 60_000 })
  await page.getByRole('tab', { name: 'Live' }).click()
})

test('stopped by the user, it keeps its trials, and the test set opens once, deliberately', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: /Stop…/ }).click()
  await page.getByRole('button', { name: 'Stop now' }).click()
  await page.getByRole('button', { name: 'Open the test set…' }).click({ timeout: 60_000 })
  const dialog = page.getByRole('dialog', { name: /sealed test set/ })
  const number = /type the trial's number, (\d+)/.exec((await dialog.textContent()) ?? '')?.[1] ?? ''
  const open = dialog.getByRole('button', { name: 'Open', exact: true })
  expect(await open.isDisabled()).toBe(true)
  await dialog.getByLabel(/To open it/).fill(number)
  await open.click()
  const test = page.getByRole('region', { name: 'Sealed test set' })
  await test
    .getByText(/\d\d\.\d\d\s%/)
    .first()
    .waitFor({ timeout: 90_000 })
  expect(await page.getByText('test set opened').count()).toBeGreaterThan(0)
  expect(await page.getByRole('button', { name: 'Open the test set…' }).count()).toBe(0)
})

test('the project is a folder of plain files, listed on Home', async () => {
  const { page } = app.watched
  const [folder] = readdirSync(app.host.projects)
  expect(existsSync(join(app.host.projects, folder ?? '', 'project.json'))).toBe(true)
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('table').getByRole('button').first().waitFor()
  expect(await page.getByRole('table').locator('tbody tr').count()).toBe(1)
})

test('a second program may read the project, is told who has it, and changes nothing', async () => {
  const { page } = app.watched
  await page.goBack()
  await page.getByRole('tab', { name: 'Live' }).waitFor()
  const other = await startHost()
  try {
    const reading = await openPage(app.browser, other.origin)
    await reading.page.goto(other.url)
    await reading.page.getByRole('heading', { name: 'Start with data' }).waitFor()
    await reading.page.goto(page.url().replace(app.host.origin, other.origin))
    await reading.page.getByText('You can read it here').waitFor()
    expect(await reading.page.getByTestId('best').textContent()).toBe(await page.getByTestId('best').textContent())
    expect(await reading.page.getByRole('button', { name: 'Extend…' }).isDisabled()).toBe(true)
    expect(await seriousFindings(reading.page)).toEqual([])
    await reading.page.screenshot({ path: 'test/e2e/screenshots/read-only.png' })
    expect(reading.complaints).toEqual([])
    await reading.context.close()
  } finally {
    expect(await other.stop()).toBe(0)
  }
})

test('nothing was asked of another origin, and nothing complained', () => {
  expect(app.watched.complaints).toEqual([])
})

test('Ctrl+C ends everything and leaves nothing behind', async () => {
  await app.browser.close()
  expect(await app.host.stop()).toBe(0)
})

/** "learning rate 1e-3 to 1e-2, 4 of 9 trials, best 96.21 %" */
function trialsSaid(text: string | null): { selected: number; all: number } {
  const said = /([\d,]+) of ([\d,]+) trials?/.exec(text ?? '')
  const number = (part: string | undefined) => Number((part ?? '0').replaceAll(',', ''))
  return { selected: number(said?.[1]), all: number(said?.[2]) }
}
