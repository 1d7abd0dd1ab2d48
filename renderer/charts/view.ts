import type { Component } from 'svelte'
import type { Objective, StudyReport, TrialRow } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import type { Selection } from '../state/selection.svelte.ts'
import type { StudyState } from '../state/study.svelte.ts'
import type { ParallelAxis } from './parallel/axis.ts'
import type { ChartTheme } from './theme.ts'

/** What every view of the explorer is given. All of it is shared: a brush, a hover or a pin in one shows in all. */
export interface View {
  readonly study: StudyState
  readonly report: StudyReport
  readonly objective: Objective
  /** The trials that count now: what was kept, up to the moment of the replay; by number, with gaps. */
  readonly rows: readonly TrialRow[]
  /** Names of the parameters, in the order of a row's configuration. */
  readonly parameters: readonly string[]
  /** What is measured, every parameter that varies, then the score: how values become places, ticks and words. */
  readonly axes: readonly ParallelAxis[]
  readonly selection: Selection
  /** What is selected, by trial number, once a drag rests: for views that take long to draw. */
  readonly settled: Uint8Array
  readonly client: Client
  readonly theme: ChartTheme
}

/** What the user chose in a view (which axes, say), by name; kept in the address. */
export type ViewSettings = Readonly<Record<string, string>>

export interface ViewProps {
  readonly view: View
  readonly settings: ViewSettings
  readonly onsettings: (settings: ViewSettings) => void
  /** Takes the view away. */
  readonly onremove: () => void
}

/** A view that can be added to the explorer. */
export interface ViewEntry {
  /** Stands in addresses: never changes. */
  readonly id: string
  readonly title: string
  /** What is missing before it can show anything, a sentence; undefined: nothing. */
  readonly needs?: (report: StudyReport, rows: number) => string | undefined
  readonly load: () => Promise<{ readonly default: Component<ViewProps> }>
}
