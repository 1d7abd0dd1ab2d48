import type { EngineProbe } from '../../app/engine-probe.ts'
import { probeEngines } from '../../app/engine-probe.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { describeMachine } from '../machine.ts'
import { shellParts } from '../open-app.ts'
import { formatNumber } from '../terminal/numbers.ts'
import type { Output } from '../terminal/output.ts'
import { formatTable } from '../terminal/table.ts'

/** `sweetspot doctor`: trains a small network with every engine, and says what works, how fast, how exact, and why not the rest. */
export async function doctor(output: Output): Promise<ExitCode> {
  const machine = describeMachine()
  output.line(
    `${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB, ${machine.platform} ${machine.architecture}, Node ${machine.node}`,
  )
  output.remark('Training a small network with each engine, in subprocesses ...')
  const probes = await probeEngines(shellParts())
  const fastest = fastestOf(probes)
  output.line()
  for (const line of formatTable(
    [
      { title: 'engine' },
      { title: 'network' },
      { title: 'device' },
      { title: 'samples/s', align: 'right' },
      { title: 'error against tfjs-cpu', align: 'right' },
      { title: '' },
    ],
    probes.map((probe) => row(probe)),
  ))
    output.line(line)
  output.line()
  output.line(
    fastest
      ? `A study uses ${fastest.engine} (${fastest.device ?? 'cpu'}) unless it says otherwise.`
      : 'No engine works here: no study can run.',
  )
  if (output.json) output.object({ machine, engines: probes, default: fastest?.engine ?? null })
  return fastest ? exitCodes.ok : exitCodes.failure
}

function row(probe: EngineProbe): string[] {
  return [
    probe.engine,
    probe.template,
    probe.device ?? '-',
    probe.samplesPerSecond === undefined ? '-' : formatNumber(Math.round(probe.samplesPerSecond)),
    probe.error === undefined ? '-' : formatNumber(probe.error),
    probe.works ? 'works' : `no: ${probe.because ?? ''}`,
  ]
}

/** compiled where it works: the default of a study; else the fastest of the rest. */
function fastestOf(probes: readonly EngineProbe[]): EngineProbe | undefined {
  const working = probes.filter((probe) => probe.works && probe.template === 'mlp')
  return working.find((probe) => probe.engine === 'compiled') ?? working.toSorted(bySpeed)[0]
}

function bySpeed(one: EngineProbe, other: EngineProbe): number {
  return (other.samplesPerSecond ?? 0) - (one.samplesPerSecond ?? 0)
}
