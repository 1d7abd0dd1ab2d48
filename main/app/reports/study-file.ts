import type { Configuration, SearchSpace } from '../../search/space/types.ts'
import type { StudyDefinition } from '../../study/study.ts'
import type { StudyDraft } from '../app.ts'

/** What a file holds that `sweetspot run` makes a study of. Readable, and complete but for the data. */
export interface StudyFile {
  readonly format: 'sweetspot-study-file'
  readonly version: 1
  /** Of the data: `run` refuses other ones. */
  readonly fingerprint: string
  readonly draft: StudyDraft
}

/** JSON with what is short in one line, so that a space reads as a table. */
function inLines(value: unknown, depth: number): string {
  const short = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || short.length <= 100 - 2 * depth) return spaced(value)
  const [pad, end] = ['  '.repeat(depth + 1), '  '.repeat(depth)]
  if (Array.isArray(value)) return `[\n${value.map((item) => `${pad}${inLines(item, depth + 1)}`).join(',\n')}\n${end}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{\n${members.map(([name, member]) => `${pad}${JSON.stringify(name)}: ${inLines(member, depth + 1)}`).join(',\n')}\n${end}}`
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return '{}'
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${spaced(member)}`).join(', ')} }`
}

const write = (definition: StudyDefinition, draft: StudyDraft): string => {
  const file: StudyFile = {
    format: 'sweetspot-study-file',
    version: 1,
    fingerprint: definition.dataset.fingerprint,
    draft,
  }
  return `${inLines(file, 0)}\n`
}

/**
 * A study's definition as a file that does it again: same data, space, sampler, protocol, seeds. What earlier studies taught its
 * sampler is not in it.
 */
export function studyFileOf(definition: StudyDefinition): string {
  const {
    name,
    dataset,
    template,
    topology,
    space,
    objective,
    sampler,
    pruner,
    protocol,
    budget,
    seed,
    workers,
    retries,
    preprocessing,
  } = definition
  return write(definition, {
    name,
    datasetId: dataset.id,
    template,
    ...(topology === undefined ? {} : { topology }),
    space,
    objective,
    sampler,
    pruner,
    protocol,
    budget,
    seed,
    workers,
    retries,
    ...(preprocessing ? { preprocessing } : {}),
  })
}

/** One configuration as a study file: nothing varies, one trial, nothing to confirm. */
export function configurationFileOf(definition: StudyDefinition, trial: number, configuration: Configuration): string {
  const { name, dataset, template, topology, objective, protocol, seed, preprocessing } = definition
  const space: SearchSpace = {
    parameters: Object.entries(configuration).map(([parameter, value]) => ({ kind: 'fixed', name: parameter, value })),
    relations: [],
  }
  return write(definition, {
    name: `${name}, trial ${trial}`,
    datasetId: dataset.id,
    template,
    ...(topology === undefined ? {} : { topology }),
    space,
    objective,
    pruner: { name: 'none', options: {} },
    protocol: { ...protocol, confirm: { top: 0, seeds: 0 } },
    budget: { trials: 1 },
    seed,
    workers: 1,
    ...(preprocessing ? { preprocessing } : {}),
  })
}
