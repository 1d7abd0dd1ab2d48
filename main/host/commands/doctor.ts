import { explainChoice, defaultEngines } from '../../app/devices/choice.ts'
import { writeDeviceCache } from '../../app/devices/device-cache.ts'
import { agrees, intendedDevice, largestError, referenceEngine } from '../../app/devices/engine-probe.ts'
import type { EngineProbe, ProbeNetwork } from '../../app/devices/engine-probe.ts'
import { fingerprintDevices } from '../../app/devices/fingerprint.ts'
import { adviceFor } from '../../app/devices/advice.ts'
import { withLibraries } from '../../app/devices/libraries.ts'
import { probeEngines } from '../../app/devices/probe.ts'
import { changeSettings, readSettings } from '../../app/devices/settings.ts'
import { engineNames } from '../../training/engines/registry.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { describeMachine } from '../machine.ts'
import { settingsFolderOf, shellParts, version } from '../open-app.ts'
import { formatNumber } from '../terminal/numbers.ts'
import type { Output } from '../terminal/output.ts'
import { formatTable } from '../terminal/table.ts'
import { isFolder } from '../paths.ts'

export interface DoctorOptions {
  /** A folder to take native libraries from from now on; 'none' forgets it. */
  readonly libraries?: string
}

/**
 * `sweetspot doctor`: trains small networks with every engine, and says what works, how fast, how exact, what a study uses,
 * and why not the rest. What it finds is remembered for the window and for studies.
 */
export async function doctor(options: DoctorOptions, output: Output): Promise<ExitCode> {
  const settingsFolder = settingsFolderOf()
  const librariesFolder = await librariesOf(options, settingsFolder)
  const machine = describeMachine()
  output.line(
    `${machine.processor}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB, ${machine.platform} ${machine.architecture}, Node ${machine.node}`,
  )
  if (librariesFolder !== undefined) output.line(`Libraries are taken from ${librariesFolder}.`)
  output.remark('Training small networks with each engine, in subprocesses ...')
  const { fork, clock, resources } = shellParts()
  const probes = await probeEngines({
    fork: withLibraries(fork, () => librariesFolder),
    clock,
    resources,
    onProbe: ({ engine, network, works }) => output.remark(`${engine}, ${network}: ${works ? 'trained' : 'no'}`),
  })
  const fingerprint = await fingerprintDevices(version, librariesFolder)
  await writeDeviceCache(settingsFolder, { fingerprint, probedAt: Date.now(), probes })
  const choice = explainChoice(probes)
  output.line()
  for (const line of formatTable(
    columns,
    engineNames.map((engine) => row(engine, probes)),
  ))
    output.line(line)
  output.line()
  for (const { engine, because = 'it failed.' } of refusals(probes)) output.line(`${engine}: ${because}`)
  for (const line of adviceFor(probes, machine.platform)) output.line(line)
  output.line()
  if (choice === null) output.line('No engine works here: no study can run.')
  else {
    output.line(`A study trains small networks with ${choice.small.engine}: ${choice.small.because}`)
    if (choice.large) output.line(`and large ones with ${choice.large.engine}: ${choice.large.because}`)
  }
  if (output.json)
    output.object({
      machine,
      librariesFolder: librariesFolder ?? null,
      engines: probes,
      choice,
      default: choice ? defaultEngines(probes) : [],
    })
  return choice ? exitCodes.ok : exitCodes.failure
}

/** @throws BadInput for something that is not a folder */
async function librariesOf({ libraries }: DoctorOptions, settingsFolder: string): Promise<string | undefined> {
  if (libraries === undefined) return (await readSettings(settingsFolder)).librariesFolder
  const folder = libraries === 'none' ? undefined : libraries
  if (folder !== undefined && !isFolder(folder))
    throw new BadInput(
      'not-a-folder',
      `${folder} is not a folder. Name the folder that holds node_modules, or CUDA's libraries.`,
    )
  return (await changeSettings(settingsFolder, { librariesFolder: folder })).librariesFolder
}

const columns = [
  { title: 'engine' },
  { title: 'device' },
  { title: 'MLP steps/s', align: 'right' as const },
  { title: 'CNN steps/s', align: 'right' as const },
  { title: 'LSTM steps/s', align: 'right' as const },
  { title: 'large MLP steps/s', align: 'right' as const },
  { title: `error against ${referenceEngine}`, align: 'right' as const },
  { title: '' },
]

function row(engine: EngineProbe['engine'], all: readonly EngineProbe[]): string[] {
  const probes = all.filter((probe) => probe.engine === engine)
  const speed = (network: ProbeNetwork): string => {
    const probe = probes.find((each) => each.network === network)
    return probe?.stepsPerSecond === undefined ? '-' : formatNumber(Math.round(probe.stepsPerSecond))
  }
  const errors = probes.flatMap(({ error }) => (error === undefined ? [] : [error]))
  const good = probes.filter(agrees).length
  return [
    engine,
    probes.find(({ device }) => device !== undefined)?.device ?? intendedDevice(engine),
    speed('mlp'),
    speed('cnn'),
    speed('lstm'),
    speed('mlp-large'),
    errors.length === 0 ? '-' : formatNumber(Math.max(...errors)),
    good === 0 ? 'no' : good < probes.length ? 'in part' : 'works',
  ]
}

/** Why not, once an engine and reason. */
function refusals(probes: readonly EngineProbe[]): readonly EngineProbe[] {
  const seen = new Set<string>()
  return probes.flatMap((probe) => {
    if (agrees(probe)) return []
    const because = probe.works
      ? `its losses differ from the reference's by more than ${largestError} (${probe.network}).`
      : (probe.because ?? 'it failed.')
    const where = probe.unavailable === true || probe.works ? because : `${probe.network}: ${because}`
    if (seen.has(`${probe.engine} ${because}`)) return []
    seen.add(`${probe.engine} ${because}`)
    return [{ ...probe, because: where }]
  })
}
