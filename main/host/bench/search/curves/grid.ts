import type { Configuration, Parameter, SearchSpace } from '../../../../search/space/types.ts'

/** Trainings of each configuration, and how long each is. */
export const seeds = 3
export const epochs = 50

const axis = (name: string, choices: readonly number[], scale: 'linear' | 'log') => ({ name, choices, scale })

/** What varies, the last one's turn first from one configuration to the next. */
const numbers = [
  // Ten rates from 0.0001 to 0.3, evenly on a log scale.
  axis(
    'learningRate',
    Array.from({ length: 10 }, (_, step) => Number((1e-4 * 3000 ** (step / 9)).toPrecision(3))),
    'log',
  ),
  axis('neurons', [4, 8, 16, 32, 64], 'log'),
  axis('dropout', [0, 0.3], 'linear'),
]
const schedules = ['constant', 'cosine'] as const

/** The 200 configurations of the stored learning curves. */
export const configurations: readonly Configuration[] = numbers
  .reduce<Record<string, number>[]>(
    (sofar, { name, choices }) => sofar.flatMap((partial) => choices.map((value) => ({ ...partial, [name]: value }))),
    [{}],
  )
  .flatMap((partial) => schedules.map((schedule) => ({ ...partial, schedule })))

/** The grid as a space: the place of a number among its choices is what varies, so that neighbours are near. */
export const space: SearchSpace = {
  parameters: [
    ...numbers.map(({ name, choices }): Parameter =>
      choices.length > 2
        ? { kind: 'int', name, low: 0, high: choices.length - 1, scale: 'linear', default: choices.length >> 1 }
        : { kind: 'bool', name, default: false },
    ),
    { kind: 'categorical', name: 'schedule', choices: schedules, default: 'cosine' },
  ],
  relations: [],
}

/** Which of `configurations` a configuration of `space` is. */
export function rowOf(configuration: Configuration): number {
  const place = numbers.reduce((at, { name, choices }) => at * choices.length + Number(configuration[name]), 0)
  return place * schedules.length + schedules.indexOf(configuration['schedule'] as (typeof schedules)[number])
}

/** A row of `configurations` as a configuration of `space`. */
export function configurationOf(row: number): Configuration {
  const schedule = schedules[row % schedules.length] as string
  let rest = Math.floor(row / schedules.length)
  const places: [string, number | boolean][] = []
  for (const { name, choices } of [...numbers].reverse()) {
    const place = rest % choices.length
    places.push([name, choices.length > 2 ? place : place === 1])
    rest = Math.floor(rest / choices.length)
  }
  return { ...Object.fromEntries(places.reverse()), schedule }
}
