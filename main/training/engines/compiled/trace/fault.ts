/** The program does something that cannot be recorded faithfully; the message says what. */
export class TraceFault extends Error {
  override readonly name = 'TraceFault'
  readonly code = 'trace-fault'
}
