/** How a running text is cut into windows. Every default works without a question to the user. */
export interface CharacterTreatment {
  /** Characters that a network sees at once. */
  readonly context: number
  /**
   * every: each character of a window predicts the one after it, for networks that read; last: the window predicts the one
   * after its end, for networks that take a vector.
   */
  readonly targets: 'every' | 'last'
  /** Characters from one window to the next; 0: `context` for every (each character is predicted once), 1 for last. */
  readonly stride: number
  /** Training windows, drawn by the split's seed where there are more; 0 for all. So an epoch can be made short. */
  readonly windows: number
  /** Validation windows, evenly spread where there are more; 0 for all. The test part is always scored whole. */
  readonly validationWindows: number
  /** As many different characters at most, the commonest of the training part; the others are one unknown character. */
  readonly vocabulary: number
}

export type CharacterOptions = Partial<CharacterTreatment>

export function characterTreatment(options: CharacterOptions = {}): CharacterTreatment {
  const targets = options.targets ?? 'every'
  const context = options.context ?? (targets === 'every' ? 64 : 8)
  const defaults = targets === 'every' ? { stride: context, windows: 0 } : { stride: 1, windows: 200_000 }
  const treatment = { context, targets, ...defaults, validationWindows: 20_000, vocabulary: 1_000, ...options }
  return { ...treatment, stride: treatment.stride === 0 ? defaults.stride : treatment.stride }
}
