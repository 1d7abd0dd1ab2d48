import type { Message } from '../../preload/contract/types.ts'
import type { JournalLine } from '../study/journal-line.ts'

const mostKept = 1_000

/** What the program and its studies had to say since it was started, for people. */
export class MessageLog {
  readonly #messages: Message[] = []
  #ids = 0

  add(message: Omit<Message, 'id'>): Message {
    const added: Message = { id: ++this.#ids, ...message }
    this.#messages.push(added)
    if (this.#messages.length > mostKept) this.#messages.splice(0, this.#messages.length - mostKept)
    return added
  }

  /** The newest `count`, newest last; of one study only, or all. */
  recent(count: number, study?: string): readonly Message[] {
    const wanted = study === undefined ? this.#messages : this.#messages.filter((message) => message.study === study)
    return wanted.slice(-count)
  }
}

/** What a journal line tells a person; undefined for the many that speak for themselves in tables and plots. */
export function messageOfLine(line: JournalLine): Pick<Message, 'level' | 'text' | 'trial'> | undefined {
  switch (line.type) {
    case 'status':
    case 'stage':
    case 'exhausted':
      return { level: 'info', text: line.because }
    case 'advice':
      // What ends the search is told by the stage that follows.
      return line.action === 'tell'
        ? { level: 'info', text: `${line.because} Going on is unlikely to help.` }
        : undefined
    case 'note':
      return { level: 'warning', text: line.text, ...(line.trial === undefined ? {} : { trial: line.trial }) }
    case 'failed': {
      const next = line.again ? ' It is tried again.' : ''
      return { level: 'warning', text: `Trial ${line.trial} failed: ${line.message}${next}`, trial: line.trial }
    }
    case 'test-opened':
      return { level: 'info', text: `The sealed test set was opened after ${line.trials} trials.` }
    default:
      return undefined
  }
}
