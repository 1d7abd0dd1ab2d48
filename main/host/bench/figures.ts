import type { Figure } from './figure.ts'

/** Loaded by group, so that measuring a store figure does not load an engine. */
const groups: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  engine: async () => (await import('./engine.ts')).engineFigures,
  data: async () => (await import('./data.ts')).figures,
  pool: async () => (await import('./pool.ts')).poolFigures,
  honesty: async () => (await import('./honesty.ts')).honestyFigures,
  references: async () => (await import('./references.ts')).referenceFigures,
  search: async () => (await import('./search.ts')).searchFigures,
  study: async () => (await import('./study.ts')).studyFigures,
  ui: async () => (await import('./ui.ts')).uiFigures,
  store: async () => [...(await import('./store.ts')).storeFigures, (await import('./kill.ts')).killFigure],
}

/** Figures whose name is `only`, or starts with it at a dot; all of them without `only`. */
export async function selectFigures(only?: string): Promise<readonly Figure[]> {
  const wanted = only?.split('.')[0]
  const loads = Object.entries(groups).filter(([group]) => wanted === undefined || group === wanted)
  const figures = (await Promise.all(loads.map(([, load]) => load()))).flat()
  return figures.filter((figure) => only === undefined || figure.name === only || figure.name.startsWith(`${only}.`))
}
