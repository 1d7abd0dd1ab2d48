import type { ReportDocument } from '../../../preload/contract/types.ts'
import { countOf, formatBytes } from '../../words/numbers.ts'
import type { Fact } from './cost.ts'
import { momentInWords } from './phrases.ts'

type Computer = ReportDocument['here']

/** "AMD Ryzen 7 (16 cores, 32 GB), Linux 6.1 x64" */
export function computerInWords({ processor, cores, memoryBytes, system }: Computer): string {
  return `${processor} (${countOf(cores, 'core')}, ${formatBytes(memoryBytes)}), ${system}`
}

/** Versions, seeds, hardware: what it takes to get the same numbers. */
export function reproductionFacts({ study, computers, here, seeds, version, madeAt }: ReportDocument): readonly Fact[] {
  const last = computers.at(-1)
  const used = last ?? here
  const seedsOf = seeds.chosen
    .slice(0, 12)
    .map(({ run, seed }) => `${run} ${seed}`)
    .join(', ')
  const engines = study.engines.map(
    ({ engine, device, trials }) => `${engine} on ${device} (${countOf(trials, 'trial')})`,
  )
  return [
    { name: 'Sweetspot', value: used.version, note: used.version === version ? '' : `report made by ${version}` },
    { name: 'Node', value: used.node },
    {
      name: computers.length > 1 ? `Computers (${computers.length})` : 'Computer',
      value: '',
      note: last
        ? computers.map(computerInWords).join('; ')
        : `not recorded by the version that ran it; this report was made on ${computerInWords(here)}`,
    },
    { name: 'Engines', value: '', note: engines.join(', ') || 'none has trained' },
    {
      name: 'Seeds',
      value: String(seeds.study),
      note: `of the study; ${seeds.split} divides the rows${seedsOf ? `; of the chosen trial: ${seedsOf}` : ''}`,
    },
    {
      name: 'Workers',
      value: String(study.definition.workers),
      note: 'how many run at once decides which results a suggestion knows',
    },
    { name: 'Fingerprint', value: '', note: study.definition.dataset.fingerprint },
    { name: 'Report made', value: '', note: momentInWords(madeAt) },
  ]
}
