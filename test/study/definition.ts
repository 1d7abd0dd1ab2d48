import { createPruner } from '../../main/search/pruners/registry.ts'
import { fullReport, reportsEpochs } from '../../main/study/reports.ts'
import type { Rules } from '../../main/study/rules.ts'
import type { StudyDefinition } from '../../main/study/study.ts'

/** A study of one parameter, for tests that train nothing. */
export function definition(overrides: Partial<StudyDefinition> = {}): StudyDefinition {
  return {
    id: 'test',
    name: 'Test',
    dataset: { id: 'iris', fingerprint: 'f' },
    task: 'classification',
    template: 'mlp',
    space: {
      parameters: [{ name: 'x', kind: 'float', low: 0, high: 1, scale: 'linear', default: 0.5 }],
      relations: [],
    },
    objective: { metric: 'accuracy', direction: 'maximise' },
    sampler: { name: 'random', options: {} },
    pruner: { name: 'none', options: {} },
    protocol: {
      kind: 'holdout',
      validationShare: 0.2,
      by: 'stratified',
      sealed: 0.2,
      repeats: 1,
      splitSeed: 1,
      confirm: { top: 0, seeds: 0 },
    },
    budget: { trials: 3 },
    seed: 1,
    workers: 1,
    engines: ['compiled'],
    keepModels: 2,
    retries: 1,
    limits: {},
    ...overrides,
  }
}

/** Prunes below 0.1 from epoch 2 on; every configuration trains for 5 epochs; x must lie between 0 and 1. */
export const rules: Rules = {
  baseline: { x: 0.5 },
  pruner: {
    name: 'below',
    decide: (trial) => {
      const last = trial.intermediate.at(-1)
      return last && last[0] >= 2 && last[1] < 0.1
        ? { stop: true, because: `${last[1]} is below 0.1.` }
        : { stop: false }
    },
  },
  plannedEpochs: () => 5,
  problems: ({ x }) =>
    typeof x === 'number' && x >= 0 && x <= 1 ? [] : [`x is ${String(x)}: it must lie from 0 to 1.`],
}

/** As `rules`, with the pruner that the definition names, if it names one. */
export function rulesFor({ pruner, protocol }: StudyDefinition): Rules {
  if (pruner.name === 'none') return rules
  const byEpochs = reportsEpochs(protocol)
  const resource = { full: byEpochs ? 5 : fullReport(protocol), unit: protocol.fidelity ?? 'epochs' }
  return { ...rules, pruner: createPruner(pruner.name, pruner.options, resource) }
}
