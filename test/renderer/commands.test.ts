import { describe, expect, test } from 'vitest'
import type { DatasetEntry, RecentProject } from '../../preload/contract/types.ts'
import { commandsFor, findCommands } from '../../renderer/state/commands.ts'

const projects = [
  {
    folder: '/p',
    name: 'Penguins',
    openedAt: 0,
    missing: false,
    open: true,
    studies: [{ id: 's1', name: 'Species by MLP', status: 'finished', stage: 'done' }],
  },
  { folder: '/gone', name: 'Gone', openedAt: 0, missing: true, open: false, studies: [{ id: 's2', name: 'Lost' }] },
] as unknown as readonly RecentProject[]
const datasets = [
  { id: 'iris', title: 'Iris flowers', trainable: true },
  { id: 'raw', title: 'Raw', trainable: false },
] as unknown as readonly DatasetEntry[]
const commands = commandsFor({ route: { page: 'home' }, projects, datasets })
const titles = (sought: string) => findCommands(commands, sought).map(({ title }) => title)

describe('what can be gone to or done', () => {
  test('studies of projects that are there, data that can be trained on, pages and looks', () => {
    const all = titles('')
    expect(all).toContain('Species by MLP')
    expect(all).toContain('New study: Iris flowers')
    expect(all).not.toContain('Lost')
    expect(all).not.toContain('New study: Raw')
  })

  test('a study’s tabs and its export stand first while it is shown', () => {
    const here = commandsFor({
      route: { page: 'study', folder: '/p', study: 's1', tab: 'live' },
      projects,
      datasets,
    })
    expect(here[0]?.action).toEqual({ kind: 'go', address: '#/study/%2Fp/s1/live' })
    expect(here.map(({ action }) => action)).toContainEqual({ kind: 'pack', folder: '/p' })
  })

  test('are found by parts of words in any order, beginnings first', () => {
    expect(titles('flow iris')).toEqual(['New study: Iris flowers'])
    expect(titles('penguins')[0]).toBe('Species by MLP')
    expect(titles('dark')).toEqual(['Look: dark'])
    expect(titles('s')[0]).toMatch(/Species|New study|Look: system/)
    expect(titles('ark')).toEqual(['Look: dark'])
    expect(titles('nothing of the kind')).toEqual([])
    expect(titles('(')).toEqual([])
  })
})
