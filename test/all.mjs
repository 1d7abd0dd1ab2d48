/**
 * The test command: build, format, lint, types, layers, unit and property tests, end to end in a real browser.
 * Every stage runs even if an earlier one failed; the last line counts what passed and failed.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
const counts = { passed: 0, failed: 0, skipped: 0 }
const summary = []

function runCommand(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      // No test waits for engines to be measured in the background, but those that ask for it.
      env: { ...process.env, NO_COLOR: '1', SWEETSPOT_PROBE: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

const bin = (name) => join('node_modules', '.bin', name)

async function check(title, command, args) {
  const started = Date.now()
  const { code, output } = await runCommand(command, args)
  counts[code === 0 ? 'passed' : 'failed'] += 1
  report(title, code === 0, started, code === 0 ? '' : output)
}

function report(title, ok, started, output) {
  const line = `${ok ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`
  summary.push(line)
  process.stdout.write(`${output ? `${output.trimEnd()}\n` : ''}${line}\n`)
}

async function tests(title, args, env) {
  const started = Date.now()
  const file = join(scratch, `${title.replaceAll(/\W+/g, '-')}.json`)
  const { code, output } = await runCommand(
    bin('vitest'),
    ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...args],
    env,
  )
  let result
  try {
    result = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    result = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 }
  }
  const failed = Math.max(result.numFailedTests, code === 0 ? 0 : 1)
  counts.passed += result.numPassedTests
  counts.failed += failed
  counts.skipped += result.numPendingTests
  report(`${title}: ${result.numPassedTests} passed, ${failed} failed`, code === 0, started, code === 0 ? '' : output)
}

await check('build', process.execPath, ['main/host/build.mjs'])
await Promise.all([
  check('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']),
  check('layers', bin('depcruise'), ['--config', '.dependency-cruiser.mjs', 'main', 'preload', 'renderer']),
])
await Promise.all([check('lint', bin('eslint'), ['.']), check('types of main and preload', bin('tsc'), ['-p', 'main'])])
await Promise.all([
  check('types of the tests', bin('tsc'), ['-p', 'test']),
  check('types of the renderer', bin('svelte-check'), ['--tsconfig', 'renderer/tsconfig.json', '--output', 'human']),
])
await tests('unit, property and integration tests', [])

const browser = await findBrowser()
if (browser.path)
  await tests('end to end', ['--config', 'test/e2e/vitest.config.ts'], { SWEETSPOT_CHROMIUM: browser.path })
else {
  const required = process.env.CI === 'true'
  counts[required ? 'failed' : 'skipped'] += 1
  summary.push(`${required ? 'FAIL' : 'skip'} end to end: ${browser.reason}`)
}

rmSync(scratch, { recursive: true, force: true })
process.stdout.write(`\n${summary.join('\n')}\n\n`)
process.stdout.write(`Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
