import { noFilter, scoreAxis, type Filter } from './brush.ts'

export type AxisScale = 'linear' | 'log' | 'rank'

/** How one axis is drawn where that is not as the space has it. */
export interface AxisLook {
  readonly scale?: AxisScale
  readonly flipped?: boolean
}

/** A view that was added, with what was chosen in it. */
export interface Slot {
  readonly view: string
  readonly settings: Readonly<Record<string, string>>
}

/** Everything that a person sets in the explorer. Each change is a step that can be undone; all of it fits into the address. */
export interface Look {
  readonly filter: Filter
  /** Keys of axes, left to right; those that are not named follow in the order of the space, the score last. */
  readonly order: readonly string[]
  /** Axes by key that are shown (true) or hidden (false) by choice; others as room allows. */
  readonly axes: Readonly<Record<string, boolean>>
  readonly looks: Readonly<Record<string, AxisLook>>
  /** The column that colours lines and points. */
  readonly colour: string
  /** How lines are drawn: auto is density where they are very many. */
  readonly drawing: 'auto' | 'lines' | 'density'
  /** Absent: the views that stand there first. */
  readonly slots?: readonly Slot[]
}

export const firstLook: Look = {
  filter: noFilter,
  order: [],
  axes: {},
  looks: {},
  colour: scoreAxis,
  drawing: 'auto',
}

/** A look as it stands in the address: what differs from the first one, as JSON. Empty where nothing does. */
export function writeLook(look: Look): string {
  const differing = Object.fromEntries(
    Object.entries(look).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(firstLook[key as keyof Look]),
    ),
  )
  return Object.keys(differing).length === 0 ? '' : JSON.stringify(differing)
}

/** Reads what `writeLook` wrote. Whatever is not understood is left at what it was first: addresses are typed by people. */
export function readLook(text: string): Look {
  let given: Record<string, unknown>
  try {
    given = Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return firstLook
  }
  const filter = readFilter(given['filter'])
  const slots = readSlots(given['slots'])
  return {
    filter,
    order: strings(given['order']),
    axes: Object.fromEntries(entries(given['axes']).filter(([, on]) => typeof on === 'boolean')) as Look['axes'],
    looks: Object.fromEntries(entries(given['looks']).map(([key, look]) => [key, readAxisLook(look)])),
    colour: typeof given['colour'] === 'string' ? given['colour'] : firstLook.colour,
    drawing: given['drawing'] === 'lines' || given['drawing'] === 'density' ? given['drawing'] : 'auto',
    ...(slots ? { slots } : {}),
  }
}

const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const strings = (value: unknown): string[] => list(value).filter((each) => typeof each === 'string')

function readAxisLook(value: unknown): AxisLook {
  const { scale, flipped } = Object(value) as Record<string, unknown>
  return {
    ...(scale === 'linear' || scale === 'log' || scale === 'rank' ? { scale } : {}),
    ...(flipped === true ? { flipped } : {}),
  }
}

function readSlots(value: unknown): readonly Slot[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.slice(0, 24).flatMap((each): Slot[] => {
    const { view, settings } = Object(each) as Record<string, unknown>
    if (typeof view !== 'string') return []
    const chosen = entries(settings).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return [{ view, settings: Object.fromEntries(chosen) }]
  })
}

const states = ['queued', 'running', 'complete', 'pruned', 'failed', 'cancelled'] as const

function readPart(value: unknown): Pick<Filter, 'brushes' | 'hidden' | 'top'> {
  const { brushes, hidden, top } = Object(value) as Record<string, unknown>
  return {
    brushes: Object.fromEntries(entries(brushes).map(([axis, each]) => [axis, list(each).map(readBrush)])),
    hidden: states.filter((state) => list(hidden).includes(state)),
    ...(typeof top === 'number' && top > 0 && top < 1 ? { top } : {}),
  }
}

function readBrush(value: unknown): Filter['brushes'][string][number] {
  const { low, high, choices, missing } = Object(value) as Record<string, unknown>
  const plain = (each: unknown) => typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean'
  return {
    ...(typeof low === 'number' ? { low } : {}),
    ...(typeof high === 'number' ? { high } : {}),
    ...(Array.isArray(choices) ? { choices: choices.filter(plain) } : {}),
    ...(missing === true ? { missing } : {}),
  }
}

function readFilter(value: unknown): Filter {
  const steps = list((Object(value) as Record<string, unknown>)['steps']).flatMap((step) => {
    const { act } = Object(step) as Record<string, unknown>
    return act === 'keep' || act === 'exclude' ? [{ act, ...readPart(step) } as const] : []
  })
  return { ...readPart(value), ...(steps.length > 0 ? { steps } : {}) }
}
