import type { DatasetEntry, RecentProject } from '../../preload/contract/types.ts'
import { statusInWords } from '../words/study.ts'
import { formatRoute, studyTabNames, studyTabs, type Route } from './route.ts'
import { themeChoices, type ThemeChoice } from './theme.svelte.ts'

/** Something to go to or to do, found by its words. */
export interface Command {
  readonly title: string
  /** What kind of thing it is, or where it leads, small beside the title. */
  readonly about: string
  readonly action:
    | { readonly kind: 'go'; readonly address: string }
    | { readonly kind: 'theme'; readonly choice: ThemeChoice }
    | { readonly kind: 'pack'; readonly folder: string }
    | { readonly kind: 'keys' }
}

export interface Known {
  readonly route: Route
  readonly projects: readonly RecentProject[]
  readonly datasets: readonly DatasetEntry[]
}

const go = (title: string, about: string, route: Route): Command => ({
  title,
  about,
  action: { kind: 'go', address: formatRoute(route) },
})

/** Everything that can be gone to or done from where the user is, what is nearest first. */
export function commandsFor({ route, projects, datasets }: Known): Command[] {
  const here =
    route.page === 'study'
      ? [
          ...studyTabs.map((tab) =>
            go(studyTabNames[tab], 'tab of this study', {
              page: 'study',
              folder: route.folder,
              study: route.study,
              tab,
            }),
          ),
          {
            title: 'Export this project as one file',
            about: 'beside its folder',
            action: { kind: 'pack', folder: route.folder } as const,
          },
        ]
      : []
  const studies = projects
    .filter(({ missing }) => !missing)
    .flatMap(({ folder, name, studies: of }) =>
      of.map((study) =>
        go(study.name, `${name}, ${statusInWords(study)}`, { page: 'study', folder, study: study.id, tab: 'live' }),
      ),
    )
  return [
    ...here,
    go('Home', 'page', { page: 'home' }),
    go('Effects of hyperparameters', 'page', { page: 'effects' }),
    go('Doctor: what this computer can do', 'page', { page: 'doctor' }),
    ...studies,
    ...datasets
      .filter(({ trainable }) => trainable)
      .map(({ id, title }) => go(`New study: ${title}`, 'bundled data', { page: 'new', dataset: id })),
    ...themeChoices.map((choice): Command => ({
      title: `Look: ${choice}`,
      about: choice === 'system' ? 'as the system has it' : 'theme',
      action: { kind: 'theme', choice },
    })),
    { title: 'Keys', about: 'what they do', action: { kind: 'keys' } },
  ]
}

/**
 * Commands that hold every word of what is sought, those first in which words begin with it; within that as they stood.
 * Nothing sought: all of them.
 */
export function findCommands(commands: readonly Command[], sought: string): readonly Command[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return commands
  return commands
    .map((command) => ({ command, score: scoreOf(`${command.title} ${command.about}`.toLowerCase(), words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command)
}

function scoreOf(text: string, words: readonly string[]): number {
  let score = 0
  for (const word of words) {
    const at = text.indexOf(word)
    if (at === -1) return 0
    const begins = text.startsWith(word) || new RegExp(`[^\\p{L}\\p{N}]${escaped(word)}`, 'u').test(text)
    score += begins ? 2 : 1
  }
  return score
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
