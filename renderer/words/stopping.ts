import type { StoppingRule } from '../../preload/contract/types.ts'

export type StoppingChoice = 'never' | StoppingRule['criterion']

/** What may end a search beside its budget, as a form offers it. */
export const stoppingChoices: Readonly<Record<StoppingChoice, { readonly label: string; readonly about: string }>> = {
  never: { label: 'Nothing else', about: 'The budget alone ends the search.' },
  stagnation: {
    label: 'No improvement',
    about: 'When 30 trials have ended since the best one.',
  },
  'regret-bound': {
    label: 'Regret bound',
    about: 'When what is still to be gained, by a model of the results, is less than the noise of a score.',
  },
  'expected-improvement': {
    label: 'Expected improvement',
    about: 'When one more trial is expected to gain less than a tenth of the noise between trainings.',
  },
}
