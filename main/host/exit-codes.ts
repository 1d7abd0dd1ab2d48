/** What the command line's exit status means; documented in `sweetspot --help` and the README. */
export const exitCodes = {
  /** Done as asked. */
  ok: 0,
  /** Something broke that the user's input does not explain. */
  failure: 1,
  /** The input was wrong: an option, a file, a column, a space. Nothing was lost. */
  badInput: 2,
  /** The study ran, and no trial of it completed. */
  noResult: 3,
  /** `bench`: measured, and at least one goal was missed. */
  goalMissed: 4,
  /** Stopped by the user (Ctrl+C); the study can be resumed. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
