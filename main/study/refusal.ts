/** The user asked for something that the study's status does not allow. Nothing has changed. */
export class StudyRefusal extends Error {
  override readonly name = 'StudyRefusal'
  readonly code:
    | 'already-running'
    | 'not-running'
    | 'budget-spent'
    | 'bad-budget'
    | 'bad-configuration'
    | 'trial-missing'
    | 'trial-state'
    | 'test-opened'
    | 'not-done'
  constructor(code: StudyRefusal['code'], message: string) {
    super(message)
    this.code = code
  }
}
