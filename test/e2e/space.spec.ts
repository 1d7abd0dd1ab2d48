/** The search space of a new study, edited in a real browser: as a table, as JSON, by keyboard, checked by the real program. */
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { enter } from './application.ts'
import { useApplication } from './fixture.ts'
import { inspectPage, sizes } from './screenshots.ts'

const app = useApplication()

/** Checks and plans are answered by the program, which may be busy. */
const soon = { timeout: 20_000 }

const table = () => app.watched.page.getByRole('table', { name: 'Search space' })
const field = (name: string): Locator => table().getByRole('textbox', { name, exact: true })
const start = () => app.watched.page.getByRole('button', { name: /^Start/ })
const undo = () => app.watched.page.getByRole('button', { name: 'Undo' })
const steps = () => app.watched.page.getByRole('navigation', { name: 'Steps' })

test('every suitable template is offered by its title, and each brings its own search space', async () => {
  const { page } = app.watched
  await enter(page, app.host)
  await page.goto(`${app.host.origin}/#/new/digits-8x8`)
  const templates = page.getByRole('radiogroup', { name: 'Network' })
  await templates.getByRole('radio').first().waitFor()
  expect(await templates.getByRole('radio').allTextContents()).toEqual([
    expect.stringMatching(/^Convolutional network.*recommended/) as string,
    expect.stringContaining('Multilayer perceptron') as string,
    expect.stringContaining('Linear') as string,
  ])
  await templates.getByRole('radio', { name: /Multilayer/ }).click()
  await steps()
    .getByRole('link', { name: /Search space/ })
    .click()
  await table().waitFor()
  expect(await table().getByRole('switch', { name: 'neurons varies', exact: true }).getAttribute('aria-checked')).toBe(
    'true',
  )
  expect(await table().getByText('convolution blocks').count()).toBe(0)
  await page.getByText('The space that suits').waitFor()
})

test('a range the wrong way round is said at once, keeps Start off, and one click mends it', async () => {
  await field('learning rate, from').fill('0.5')
  await table()
    .getByText(/Learning rate: the lower end \(0.5\) is above the upper end/)
    .waitFor()
  expect(await start().isDisabled()).toBe(true)
  expect(await steps().textContent()).toContain('to mend')
  await table().getByRole('button', { name: 'Swap them' }).click()
  expect(await field('learning rate, to').inputValue()).toBe('0.5')
  // The default lies outside now, which is said too; undo leads back step by step.
  await table()
    .getByText(/the default 0[.]\d+ is not allowed/)
    .waitFor()
  await undo().click()
  await undo().click()
  await expect.poll(() => field('learning rate, from').inputValue(), soon).toBe('0.0001')
  await expect.poll(() => start().isDisabled(), soon).toBe(false)
})

test('what is no number is not lost, and not used', async () => {
  await field('dropout, to').fill('half')
  expect(await field('dropout, to').getAttribute('aria-invalid')).toBe('true')
  expect(await start().isDisabled()).toBe(true)
  await field('dropout, to').fill('0.4')
  await expect.poll(() => start().isDisabled(), soon).toBe(false)
  await field('hidden layers, to').fill('9')
  await table()
    .getByText(/must be a whole number at least 0 and at most 8/)
    .waitFor()
  await field('hidden layers, to').fill('3')
})

test('by keyboard alone: a setting is found, varies, is narrowed, and is taken back', async () => {
  const { page } = app.watched
  await page.getByRole('searchbox', { name: 'Find a setting' }).focus()
  await page.keyboard.type('label smoothing')
  const vary = table().getByRole('switch', { name: 'label smoothing varies' })
  await vary.waitFor()
  await vary.press('Space')
  expect(await vary.getAttribute('aria-checked')).toBe('true')
  const low = table().getByRole('slider', { name: 'label smoothing, low end' })
  const before = Number(await field('label smoothing, from').inputValue())
  await low.press('ArrowRight')
  await low.press('ArrowRight')
  const after = Number(await field('label smoothing, from').inputValue())
  expect(after).toBeGreaterThan(before)
  await expect.poll(() => start().isDisabled(), soon).toBe(false)
  // The two presses are one step.
  await undo().press('Enter')
  await expect.poll(async () => Number(await field('label smoothing, from').inputValue()), soon).toBe(before)
  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('')
})

test('a setting that hangs on another gets its condition, and loses it with the choice', async () => {
  const optimizers = table().getByRole('group', { name: 'optimizer, choices' })
  const momentum = table().getByRole('row', { name: /^momentum varies/ })
  await momentum.getByText('only with Nesterov').waitFor()
  await optimizers.getByRole('button', { name: 'momentum' }).click()
  await momentum.getByText('only with momentum or Nesterov').waitFor()
  await optimizers.getByRole('button', { name: 'momentum' }).click()
  await optimizers.getByRole('button', { name: 'Nesterov' }).click()
  await table()
    .getByText(/Momentum would never be active/)
    .waitFor()
  await table().getByRole('button', { name: 'Take it out' }).click()
  await expect.poll(() => start().isDisabled(), soon).toBe(false)
})

test('JSON and table follow each other, and unreadable JSON harms nothing', async () => {
  const { page } = app.watched
  await page.getByRole('radio', { name: 'Both' }).click()
  const json = page.getByRole('textbox', { name: 'Search space as JSON' })
  expect(await json.inputValue()).toContain('"name": "labelSmoothing"')
  await json.fill('{ "parameters": [')
  await page.getByText(/This is not JSON yet/).waitFor()
  expect(await start().isDisabled()).toBe(true)
  expect(await table().getByRole('switch', { name: 'dropout varies', exact: true }).getAttribute('aria-checked')).toBe(
    'true',
  )
  await json.fill(
    JSON.stringify({
      parameters: [
        { name: 'layers', kind: 'int', low: 1, high: 3, scale: 'linear', default: 2 },
        { name: 'batchNorm', kind: 'bool', default: false },
        { name: 'neurons', kind: 'categorical', choices: [16, 32], default: 16 },
        { name: 'epochs', kind: 'fixed', value: 4 },
      ],
      relations: [],
    }),
  )
  await expect.poll(() => page.getByTestId('configurations').textContent(), soon).toContain('12')
  expect(await field('epochs, fixed at').inputValue()).toBe('4')
  expect(await field('neurons, values').inputValue()).toBe('16, 32')
  await field('neurons, values').fill('16, 32, 64')
  await expect.poll(() => page.getByTestId('configurations').textContent(), soon).toContain('18')
  expect(await json.inputValue()).toContain('[16,32,64]')
})

test('a constraint leaves configurations out, and a wrong one says where it cannot be read', async () => {
  const { page } = app.watched
  await page.getByRole('button', { name: 'Add' }).click()
  const constraint = page.getByRole('textbox', { name: 'Constraint 1' })
  await constraint.fill('layers * neurons <=')
  await page.getByText(/cannot be read at character/).waitFor()
  await constraint.fill('layers * neurons <= 64')
  // 16: 1 to 3 layers; 32: 1 or 2; 64: 1. Each with and without normalisation.
  await expect.poll(() => page.getByTestId('configurations').textContent(), soon).toContain('12')
  await expect.poll(() => start().isDisabled(), soon).toBe(false)
})

for (const theme of ['light', 'dark'] as const)
  for (const size of sizes)
    test(`accessible and within its window, ${theme}, ${size.width}x${size.height}`, async () => {
      const { page } = app.watched
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      await inspectPage(page, 'space-both', theme, size)
      await page.getByRole('radio', { name: 'Table' }).click()
      await page.getByRole('button', { name: 'Reset to the template' }).click()
      await page.getByText('The space that suits').waitFor()
      await field('learning rate, from').fill('0.5')
      await table()
        .getByText(/is above the upper end/)
        .waitFor()
      await table().getByRole('button', { name: 'learning rate', exact: true }).click()
      await inspectPage(page, 'space', theme, size)
      await table().getByRole('button', { name: 'learning rate', exact: true }).click()
      await undo().click()
      await undo().click()
      await page.getByRole('radio', { name: 'All' }).click()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('radio', { name: 'That can act' }).click()
      await page.getByRole('radio', { name: 'Both' }).click()
      await expect.poll(() => page.getByTestId('configurations').textContent(), soon).toContain('12')
    })

test('the study that starts searches what was edited', async () => {
  const { page } = app.watched
  await steps().getByRole('link', { name: 'Study' }).click()
  await page.getByText('3 vary').first().waitFor()
  await page.getByRole('radio', { name: '20 trials' }).click()
  await page.getByText('Set to 20 trials').waitFor()
  await start().click()
  await page.getByRole('tab', { name: 'Setup' }).click()
  await page.getByText('3 vary, 1 fixed.').waitFor()
  expect(await page.getByRole('main').textContent()).toContain('16, 32, 64')
  await page.getByRole('button', { name: /Stop…/ }).click()
  await page.getByRole('button', { name: 'Stop now' }).click()
})

test('nothing complained', () => {
  expect(app.watched.complaints).toEqual([])
})
