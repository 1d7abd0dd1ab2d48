/** Data of the user's own: chosen on Home, looked at on the Data page, on to a running study. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PNG } from 'pngjs'
import { seriousFindings } from './accessibility.ts'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'

const app = useApplication()
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-own-data-'))
  await enter(app.watched.page, app.host)
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
})

/** Two clusters, a copy of the answer, an id, and a column that is mostly empty. */
function clusters(name: string, rows = 200): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const group = row % 2
    const wave = Math.sin(row * 12.9898) * 0.5
    return [
      `r${row}`,
      (group * 2 + wave).toFixed(3),
      (wave - group).toFixed(3),
      group === 1 ? 'yes' : 'no',
      row % 9 === 0 ? (row % 2 === 0 ? 'seen' : 'heard') : '',
      group === 1 ? 'large' : 'small',
    ].join(';')
  })
  const path = join(folder, name)
  writeFileSync(path, ['id;width;height;copy;remark;class', ...lines].join('\n'))
  return path
}

async function choose(page: Page, path: string): Promise<void> {
  await page.goto(`${app.host.origin}/#/`)
  await page.getByText('Drop your own data here').waitFor()
  await page.getByTestId('file').setInputFiles(path)
}

const role = (page: Page, column: string) => page.getByLabel(`Role of ${column}`, { exact: true })

describe('a CSV of the user’s own', () => {
  test('opens with its columns told apart and what is wrong with them said', async () => {
    const { page } = app.watched
    await choose(page, clusters('clusters.csv'))
    await page.getByRole('heading', { name: 'Columns' }).waitFor()
    await page.getByText('200 rows, 6 columns').waitFor()
    expect(await page.getByLabel('Predict').inputValue()).toBe('class')
    expect(await role(page, 'id').inputValue()).toBe('ignore')
    expect(await role(page, 'width').inputValue()).toBe('feature')
    await page.getByText('tells exactly the same as the target class').waitFor()
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const size of [
        { width: 1280, height: 720 },
        { width: 1920, height: 1080 },
      ]) {
        await page.setViewportSize(size)
        mkdirSync('test/e2e/screenshots', { recursive: true })
        await page.screenshot({ path: `test/e2e/screenshots/data-${theme}-${size.width}x${size.height}.png` })
        const across = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(across).toBe(0)
      }
      expect(await seriousFindings(page)).toEqual([])
    }
  })

  test('a warning is mended by its button, taken back by Undo, and mended again', async () => {
    const { page } = app.watched
    await page.getByRole('button', { name: 'Leave copy out' }).click()
    await expect.poll(() => role(page, 'copy').inputValue()).toBe('ignore')
    await page.keyboard.press('Control+z')
    await expect.poll(() => role(page, 'copy').inputValue()).toBe('feature')
    await page.getByRole('button', { name: 'Mend all' }).click()
    await expect.poll(() => role(page, 'copy').inputValue()).toBe('ignore')
    await expect.poll(() => role(page, 'remark').inputValue()).toBe('ignore')
  })

  test('another target, another type, another way of reading are taken at once', async () => {
    const { page } = app.watched
    await role(page, 'width').selectOption('target')
    await expect.poll(() => page.getByLabel('Predict').inputValue()).toBe('width')
    expect(await page.getByLabel('Task').inputValue()).toBe('regression')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByLabel('Predict').inputValue()).toBe('class')
    await page.getByLabel('Type of width').selectOption('category')
    await expect.poll(() => page.getByLabel('Type of width').inputValue()).toBe('category')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await page.getByLabel('Between values').selectOption(',')
    await page.getByText('1 column').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('200 rows, 6 columns').waitFor()
  })

  test('a type that a column cannot have is refused in a sentence, and Undo leads back', async () => {
    const { page } = app.watched
    await page.getByLabel('Type of class').selectOption('date')
    await page.getByRole('alert').waitFor()
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })

  test('runs in at most seven clicks from the drop', async () => {
    const { page, complaints } = app.watched
    let clicks = 2 // Choose a file…, and the file itself.
    const click = async (name: string | RegExp) => {
      await page.getByRole('button', { name }).click()
      clicks += 1
    }
    await choose(page, clusters('again.csv'))
    await click('Tune a network')
    await page.getByRole('radio', { name: '20 trials' }).click()
    clicks += 1
    await page.getByText('Set to 20 trials').waitFor()
    await click(/^Start/)
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    expect(clicks).toBeLessThanOrEqual(7)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).first().waitFor()
    expect(complaints).toEqual([])
  })
})

describe('what cannot be used', () => {
  test.each([
    ['empty.csv', '', /empty/i],
    ['torn.csv', 'a,b,c\n1,2,3\n4,5\n', /line 3/i],
    ['picture.csv', '\u0089PNG\r\n\u001a\n\u0000\u0000', /is no|is a|not/i],
    ['header.csv', 'a,b\n', /no rows/i],
  ])('%s is refused in a sentence that says what to do', async (name, text, words) => {
    const { page } = app.watched
    const path = join(folder, name)
    writeFileSync(path, text, name === 'picture.csv' ? 'latin1' : 'utf8')
    await choose(page, path)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toMatch(words)
    expect(await page.getByRole('button', { name: 'Tune a network' }).isDisabled()).toBe(true)
  })
})

test('a folder of pictures in classes becomes a study to start', async () => {
  const { page } = app.watched
  const shapes = join(folder, 'shapes')
  for (const [name, level] of [
    ['dark', 40],
    ['bright', 210],
  ] as const) {
    mkdirSync(join(shapes, name), { recursive: true })
    for (let at = 0; at < 20; at++) {
      const picture = new PNG({ width: 8, height: 8 })
      picture.data.fill(255)
      for (let pixel = 0; pixel < 64; pixel++)
        picture.data.fill(level + ((pixel * 7 + at) % 30), pixel * 4, pixel * 4 + 3)
      writeFileSync(join(shapes, name, `${at}.png`), PNG.sync.write(picture))
    }
  }
  await page.goto(`${app.host.origin}/#/`)
  await page.getByText('Drop your own data here').waitFor()
  await page.getByTestId('folder').setInputFiles(shapes)
  await page.getByRole('heading', { name: 'shapes' }).waitFor()
  await page.getByText('tell its 2 classes apart').waitFor()
  expect(await page.getByRole('button', { name: /^Start/ }).isEnabled()).toBe(true)
})
