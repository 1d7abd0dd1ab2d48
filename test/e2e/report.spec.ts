/** The report of a real study: in the window, as a file that opens alone, and on paper. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportDocument } from '../../preload/contract/types.ts'
import { readReportBundle } from '../../main/report/bundle.ts'
import { reportHtml } from '../../main/report/html.ts'
import { seriousFindings } from './accessibility.ts'
import { enter, openPage } from './application.ts'
import { useApplication } from './fixture.ts'
import { inspectPage, sizes } from './screenshots.ts'

let folder = ''
let project = ''
let study = ''
let file = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-report-'))
  project = join(folder, 'iris')
  const quick = ['--trials', '14', '--set', 'epochs=15', '--pruner', 'none']
  await promisify(execFile)(
    process.execPath,
    ['main/host/sweetspot.mjs', 'run', 'iris', '--project', project, ...quick, '--json'],
    { env: { ...process.env, SWEETSPOT_HOME: join(folder, 'settings') } },
  )
  study = readdirSync(join(project, 'studies'))[0] ?? ''
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
})
// Ended before the folder goes, which it has a project of open.
const app = useApplication()

const documentIn = (html: string): ReportDocument =>
  JSON.parse(/id="document">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '') as ReportDocument

/** Opens a file by itself: nothing may be asked of anyone, and nothing may complain. */
async function openFile(path: string, theme: 'light' | 'dark' = 'light') {
  const opened = await openPage(app.browser, 'file://', { theme })
  await opened.page.goto(`file://${path}`)
  await opened.page.getByRole('heading', { name: 'Methods' }).waitFor()
  return opened
}

test('the window shows the report of a finished study, and it can be saved as one file', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.goto(`${app.host.origin}/#/study/${encodeURIComponent(project)}/${study}/live`)
  await page.getByRole('tab', { name: 'Report' }).click()
  await page.getByRole('heading', { name: /^(Yes|Probably|Tuning did not help)/ }).waitFor()
  await page.getByRole('img', { name: /defaults and finalists/ }).waitFor()
  await page.getByRole('radio', { name: 'Keras' }).click()
  expect(await page.getByRole('region', { name: 'Keras code' }).textContent()).toContain('keras.Model(inputs, x)')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as one HTML file' }).click()
  file = join(folder, 'report.html')
  await (await download).saveAs(file)
  const document = documentIn(readFileSync(file, 'utf8'))
  expect(document.study.counts.complete).toBe(14)
  expect(document.insights?.importance).toBeDefined()
  expect(document.computers).toHaveLength(1)
})

test('the page is accessible and fits both sizes in both themes', async () => {
  const { page } = app.watched
  for (const theme of ['light', 'dark'] as const)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await inspectPage(page, 'report', theme, size)
    }
})

test('the test set is opened from the report, and the mark changes with it', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: 'Open the test set…' }).click()
  const dialog = page.getByRole('dialog')
  const label = await dialog.getByText(/type the trial's number/).textContent()
  await dialog.getByRole('textbox').fill(/(\d+)\s*$/.exec(label ?? '')?.[1] ?? '')
  await dialog.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('heading', { name: 'Test set opened, once' }).waitFor({ timeout: 60_000 })
})

test('the saved file opens alone: nothing asked of anyone, no complaint, accessible in both themes', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const { page, context, complaints } = await openFile(file, theme)
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  }
})

test('on paper the charts are there, in the colours of paper, and the buttons are not', async () => {
  const { page, context } = await openFile(file, 'dark')
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
  expect(await page.getByRole('button', { name: 'Print / PDF' }).isVisible()).toBe(false)
  const heights = await page
    .locator('.chart svg')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
  expect(heights.length).toBeGreaterThan(0)
  for (const height of heights) expect(height).toBeGreaterThan(150)
  expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
  await context.close()
})

test('a report with 500 trials stays under 3 MB, opens alone and is accessible', async () => {
  const small = documentIn(readFileSync(file, 'utf8'))
  // The trials of the real study, told again and again under new numbers.
  const rows = Array.from({ length: 500 }, (_, at) => ({ ...small.rows[at % small.rows.length]!, number: at }))
  const large = { ...small, rows, study: { ...small.study, trials: 500 } }
  const html = reportHtml(large, 'Five hundred trials', await readReportBundle('dist/report'))
  expect(Buffer.byteLength(html)).toBeLessThan(3_000_000)
  const path = join(folder, 'large.html')
  writeFileSync(path, html)
  const { page, context, complaints } = await openFile(path)
  await page.getByRole('img', { name: /Parallel coordinates of \d+ trials/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})

test('a damaged file says so instead of drawing something else', async () => {
  const path = join(folder, 'damaged.html')
  writeFileSync(path, reportHtml({ format: 1, study: null }, 'Damaged', await readReportBundle('dist/report')))
  const opened = await openPage(app.browser, 'file://')
  await opened.page.goto(`file://${path}`)
  await opened.page.getByText(/^This report is damaged, or of another version/).waitFor()
  await opened.context.close()
})

test('the window asked nothing of another origin, or complained', () => {
  expect(app.watched.complaints).toEqual([])
})
