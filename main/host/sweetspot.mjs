#!/usr/bin/env node
/** The launcher behind `npx sweetspot`: builds when sources are newer (install scripts are off), then hands over. */
import { buildIfStale } from './build.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Sweetspot needs Node 20.19 or newer; this is ${process.versions.node}.\n`)
  process.exit(2)
}
// `sweetspot data | head`: whoever read has seen enough.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
const wanted = { ui: ['main', 'renderer', 'report'], report: ['main', 'report'] }
const parts = wanted[process.argv[2]] ?? ['main']
await buildIfStale(parts, { announce: true })
const { main } = await import(new URL('../../dist/main/host.js', import.meta.url).href)
process.exitCode = await main(process.argv.slice(2))
