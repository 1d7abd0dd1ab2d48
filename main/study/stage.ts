/** new: nothing has run. finished: the budget is spent and the finalists are confirmed. stopped: ended early by the user. */
export type StudyStatus = 'new' | 'running' | 'paused' | 'stopped' | 'finished'

/** closing: the search is over, running trials are being broken off. test: the sealed test set is open and being scored. */
export type StudyStage = 'search' | 'closing' | 'confirmation' | 'test' | 'done'
