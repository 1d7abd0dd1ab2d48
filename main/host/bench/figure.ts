/** One measured bar: what `sweetspot bench` prints. Measured afresh at each call, never stored. */
export interface Figure {
  /** e.g. engine.mlp.vs_wasm; the part before the first dot is its group. */
  readonly name: string
  /** e.g. 'ratio', 's', 'MB', 'share' (0 to 1), 'ms'. */
  readonly unit: string
  /** Absent: reported without a bar. */
  readonly goal?: { readonly op: '>=' | '<='; readonly value: number }
  measure(): Promise<Measurement>
}

export interface Measurement {
  /** null: could not be measured here; `how` says why. */
  readonly value: number | null
  /** What was run, in a sentence: sizes, repeats, what is compared with what. */
  readonly how: string
}

/** Whether the measured value meets the goal; null where either is missing. */
export function meetsGoal(figure: Pick<Figure, 'goal'>, value: number | null): boolean | null {
  if (value === null || figure.goal === undefined) return null
  return figure.goal.op === '>=' ? value >= figure.goal.value : value <= figure.goal.value
}
