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

const write = (definition: StudyDefinition, draft: StudyDraft): string => {
  const file: StudyFile = {
    format: 'sweetspot-study-file',
    version: 1,
    fingerprint: definition.dataset.fingerprint,
    draft,
  }
  return `${JSON.stringify(file, null, 2)}\n`
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
