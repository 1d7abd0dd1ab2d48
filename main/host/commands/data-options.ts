import { BadInput } from '../bad-input.ts'
import type { StudyDraft } from '../../app/app.ts'

type Preprocessing = NonNullable<StudyDraft['preprocessing']>

/** Options that are lists also where a single value is given. */
const lists: ReadonlySet<string> = new Set(['series.knownAhead'])

/**
 * How data become inputs, as typed: `text.vocabulary=5000`, `series.knownAhead=hr,temp`, `scaling=robust`. What the options and
 * their values may be is checked by the application, which knows them.
 *
 * @throws BadInput for anything that is not a name and a value
 */
export function preprocessingFrom(given: readonly string[]): Preprocessing {
  const options: Record<string, unknown> = {}
  for (const text of given) {
    const [, path = '', value = ''] = /^([A-Za-z]+(?:\.[A-Za-z]+)?)=(.+)$/.exec(text) ?? []
    if (path === '')
      throw new BadInput(
        'bad-option',
        `--data ${text} is not a setting. Write it as name=value, for example series.lags=24.`,
      )
    const [first = '', second] = path.split('.')
    const parsed = valueOf(path, value)
    if (second === undefined) options[first] = parsed
    else options[first] = { ...Object(options[first]), [second]: parsed }
  }
  return options as Preprocessing
}

function valueOf(path: string, text: string): unknown {
  if (lists.has(path) || text.includes(',')) return text.split(',').map(scalarOf)
  const scalar = scalarOf(text)
  return path === 'series.cycles' && typeof scalar === 'number' ? [scalar] : scalar
}

function scalarOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : text
}
