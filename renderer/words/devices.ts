import type { DeviceReport, EngineProbe, EngineState } from '../../preload/contract/types.ts'
import { countOf, formatCount, formatPower } from './numbers.ts'

/** The networks of the test, as columns. */
export const probeTitles: readonly { readonly network: EngineProbe['network']; readonly title: string }[] = [
  { network: 'mlp', title: 'MLP' },
  { network: 'cnn', title: 'CNN' },
  { network: 'lstm', title: 'LSTM' },
  { network: 'mlp-large', title: 'large MLP' },
]

const where: Readonly<Record<string, string>> = {
  cuda: 'CUDA',
  directml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  'node-gpu': 'native, CUDA',
  node: 'native',
  cpu: 'plain JavaScript',
}

/** compiled-webgpu -> "WebGPU", under the heading of its family. */
export function engineTitle(engine: string): string {
  if (engine === 'compiled') return 'Processor'
  return where[engine.replace(/^(compiled|tfjs)-/, '')] ?? engine
}

export const stateWords: Readonly<Record<EngineState['state'], string>> = {
  works: 'passed',
  'in-part': 'in part',
  'not-available': 'not available',
  'not-tested': 'not tested',
}

/** The answer, in one sentence. */
export function verdictOf({ engines, probes, small, large, order }: DeviceReport): string {
  if (probes.length === 0) return 'The engines have not been tested yet.'
  const first = small?.engine ?? order[0]
  if (small === undefined || first === undefined) return 'No engine works here: no study can run.'
  const everything = engines.every(({ state }) => state === 'works') ? 'Everything works' : 'Everything needed works'
  if (large && large.engine !== small.engine)
    return `${everything}; ${small.engine} is fastest for small networks, ${large.engine} for large ones.`
  return `${everything}; ${small.engine} is fastest.`
}

/** How sure, and what a study does with it. */
export function choiceInWords({ engines, probes, small, large, order }: DeviceReport): string {
  if (probes.length === 0)
    return 'A study then tries them in the usual order. The test takes a minute or a few, in subprocesses of its own.'
  const passed = engines.filter(({ state }) => state === 'works').length
  const partly = engines.filter(({ state }) => state === 'in-part').length
  const sentences = [
    `${formatCount(passed)} of ${countOf(engines.length, 'engine')} passed${partly > 0 ? `, ${formatCount(partly)} in part` : ''}.`,
  ]
  if (small) sentences.push(`A new study trains small networks with ${small.engine}: ${small.because}`)
  if (small && large && large.engine !== small.engine)
    sentences.push(`Large ones train with ${large.engine}: ${large.because}`)
  const [, ...next] = order
  if (next.length > 0) sentences.push(`A trial that one cannot train goes to the next: ${next.join(', ')}.`)
  return sentences.join(' ')
}

/** The worst of an engine's errors; undefined for the reference, and for what did not train. */
export function largestErrorOf(engine: string, probes: readonly EngineProbe[]): number | undefined {
  const errors = probes.flatMap((probe) => (probe.engine === engine && probe.error !== undefined ? [probe.error] : []))
  return errors.length === 0 ? undefined : Math.max(...errors)
}

/** Everything on the page as plain text, to be sent to somebody. */
export function reportAsText(report: DeviceReport, computer: string): string {
  const rows = report.engines.map(({ engine, device, state, text }) => {
    const error = largestErrorOf(engine, report.probes)
    const exact = error === undefined ? '' : `; error ${formatPower(error, 2)}`
    return `${engine}, ${device}: ${stateWords[state]}. ${text}${exact}`
  })
  return [computer, verdictOf(report), choiceInWords(report), '', ...rows, '', ...report.advice].join('\n')
}
