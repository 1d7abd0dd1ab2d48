/** How texts become numbers. Every default works without a question to the user. */
export interface TextTreatment {
  /**
   * sequence: token numbers in the order of the text, for networks that read (0 is padding, 1 an unknown token).
   * The others are one input per word of the vocabulary, for networks that take a vector: presence is 0 or 1, counts is how
   * often, tf-idf is (1 + ln count) times the word's rarity, each text brought to length 1.
   */
  readonly encoding: 'sequence' | TermEncoding
  /**
   * words: runs of letters and digits of any script, with apostrophes inside, and single pictographs. Scripts without
   * spaces between words are better read by characters (code points).
   */
  readonly tokens: 'words' | 'characters'
  readonly lowerCase: boolean
  /** As many different tokens at most; the commonest in the training texts are kept. */
  readonly vocabulary: number
  /** Tokens that are rarer than this in the training texts are unknown. */
  readonly minimumCount: number
  /** Neighbouring tokens count as tokens too, for vectors: 'not good'. */
  readonly pairs: boolean
  /** Instead of a vocabulary: tokens fall into so many buckets by their hash; 0 for a vocabulary. */
  readonly buckets: number
  /**
   * Length of a sequence; 0 takes the length that `lengthQuantile` of the training texts do not exceed. Longer texts lose
   * their end. All texts of a dataset share one length, for networks are compiled for fixed shapes: it is rounded up to a
   * multiple of 4, so that folds differ seldom, instead of sorting texts into buckets by their length.
   */
  readonly length: number
  readonly lengthQuantile: number
  /** The length is never above this. */
  readonly maximumLength: number
  /** Where a short sequence is filled up; before suits networks that keep only their last state. */
  readonly padding: 'before' | 'after'
}

export type TermEncoding = 'presence' | 'counts' | 'tf-idf'
export type TextOptions = Partial<TextTreatment>

const forVectors: TextTreatment = {
  encoding: 'tf-idf',
  tokens: 'words',
  lowerCase: true,
  vocabulary: 2_000,
  minimumCount: 1,
  pairs: false,
  buckets: 0,
  length: 0,
  lengthQuantile: 0.95,
  maximumLength: 256,
  padding: 'after',
}

/** Words that occur once are unknown to a sequence, so that the token for the unknown is trained. */
const forSequences: TextTreatment = { ...forVectors, encoding: 'sequence', vocabulary: 5_000, minimumCount: 2 }

/** A text beside numbers and categories must not drown them. */
const besideOthers = { vocabulary: 300, minimumCount: 2 } as const

/** What holds for a text that is all of the input. */
export function textTreatment(options: TextOptions = {}): TextTreatment {
  return { ...(options.encoding === 'sequence' ? forSequences : forVectors), ...options }
}

/** What holds for a text column of a table: always a vector, by tf-idf where a sequence was asked for. */
export function textColumnTreatment(options: TextOptions = {}): TextTreatment & { readonly encoding: TermEncoding } {
  const treatment = { ...forVectors, ...besideOthers, ...options }
  return { ...treatment, encoding: treatment.encoding === 'sequence' ? 'tf-idf' : treatment.encoding }
}
