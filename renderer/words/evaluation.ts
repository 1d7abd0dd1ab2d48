import type { StudyDraft } from '../../preload/contract/types.ts'

/** A way to score trials, as the page of a new study offers it. */
export interface Evaluation {
  readonly label: string
  /** What it is good for, a sentence. */
  readonly about: string
  /** Absent: what main has by default. */
  readonly protocol?: NonNullable<StudyDraft['protocol']>
}

export const evaluations: readonly [Evaluation, ...Evaluation[]] = [
  { label: 'One split', about: 'A fifth of the rows validates every trial. Quickest.' },
  {
    label: 'One split for each trial',
    about: 'Each trial has a split of its own, so that the search cannot fit one of them.',
    protocol: { reshuffle: 'trials' },
  },
  {
    label: '5 folds',
    about: 'Every row validates once. Takes five times as long.',
    protocol: { kind: 'kfold', folds: 5 },
  },
  {
    label: '5 folds, 3 times',
    about: 'Folds are drawn anew each time: the steadiest score. Takes fifteen times as long.',
    protocol: { kind: 'kfold', folds: 5, repeats: 3 },
  },
  {
    label: '5 folds, more for the best',
    about: 'Trials wait after some folds, and have the others only while they are among the best.',
    protocol: { kind: 'kfold', folds: 5, fidelity: 'folds' },
  },
  {
    label: 'More rows for the best',
    about: 'Trials train on a ninth of the rows first; on a third, and on all, only while they are among the best.',
    protocol: { fidelity: 'rows' },
  },
]

/** What follows the search, as offered. */
export interface ConfirmationChoice {
  readonly label: string
  readonly about: string
  /** In place of what main has by default. */
  readonly confirmation?: NonNullable<StudyDraft['confirmation']>
}

export const confirmations: readonly [ConfirmationChoice, ...ConfirmationChoice[]] = [
  {
    label: 'Five finalists, five seeds',
    about: 'The best five and the defaults train with five fresh seeds each, then the chosen one with five more.',
  },
  {
    label: 'Until one stands alone',
    about: 'Finalists that cannot be told apart train on, with up to ten fresh seeds each.',
    confirmation: { race: 10 },
  },
  {
    label: 'The simplest of the good ones',
    about: 'Chosen is the smallest network within one standard error of the best.',
    confirmation: { rule: 'one-standard-error' },
  },
  {
    label: 'Three finalists, three seeds',
    about: 'Quicker, with wider intervals.',
    confirmation: { top: 3, seeds: 3, winner: 3 },
  },
  {
    label: 'Not at all',
    about: 'The best score of the search is all that is known, and it is too good by construction.',
    confirmation: { top: 0 },
  },
]

interface Pruning {
  readonly label: string
  readonly about: string
  /** It can rank trials by several objectives. */
  readonly several?: true
}

/** How poor trials may be stopped early, as offered; what each does is a sentence. */
const table = {
  median: { label: 'Median', about: 'Stops a trial that is worse than half of the others at the same epoch.' },
  asha: {
    label: 'ASHA',
    about: 'Trials wait at growing intervals, and go on once they are among the best third.',
    several: true,
  },
  hyperband: {
    label: 'Hyperband',
    about: 'As ASHA, with some trials that are compared later: for curves that start slowly.',
    several: true,
  },
  wilcoxon: {
    label: 'Wilcoxon, by folds',
    about: 'Stops a trial once its folds are worse than those of the best beyond doubt.',
  },
  extrapolation: { label: 'Learning curves', about: 'Stops a trial whose curve leads nowhere near the best.' },
  none: { label: 'Never', about: 'Every trial trains to its end.', several: true },
} as const satisfies Readonly<Record<string, Pruning>>

export type PrunerName = keyof typeof table
export const pruners: Readonly<Record<PrunerName, Pruning>> = table
