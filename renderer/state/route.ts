import { dataAddress, doctorAddress, homeAddress, studyAddress } from '../../preload/contract/addresses.ts'
import type { EffectVersionName } from '../../preload/contract/types.ts'

/** The pages, as they stand in the address after `#`. */
export const studyTabs = ['live', 'explorer', 'trial', 'insights', 'report', 'setup'] as const
const effectVersionNames: readonly EffectVersionName[] = ['quick', 'naive', 'fair']
export type StudyTab = (typeof studyTabs)[number]
export const studyTabNames: Readonly<Record<StudyTab, string>> = {
  live: 'Live',
  explorer: 'Explorer',
  trial: 'Trial',
  insights: 'Insights',
  report: 'Report',
  setup: 'Setup',
}

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'doctor' }
  | { readonly page: 'effects'; readonly effect?: string; readonly version?: EffectVersionName }
  /** A file that is about to become a dataset. */
  | { readonly page: 'data'; readonly path: string }
  /** `folder`: the project that the dataset was imported into; absent: it is a bundled one. */
  | { readonly page: 'new'; readonly dataset: string; readonly step?: 'space'; readonly folder?: string }
  | {
      readonly page: 'study'
      readonly folder: string
      readonly study: string
      readonly tab: StudyTab
      readonly view?: string
    }

/** Anything that cannot be read leads home. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (parts[0] === 'doctor') return { page: 'doctor' }
  if (parts[0] === 'effects') {
    const version = effectVersionNames.find((candidate) => candidate === parts[2])
    return { page: 'effects', ...(parts[1] ? { effect: parts[1] } : {}), ...(version ? { version } : {}) }
  }
  if (parts[0] === 'new' && parts[1])
    return {
      page: 'new',
      dataset: parts[1],
      ...(parts[2] === 'space' ? { step: 'space' } : {}),
      ...(parts[3] ? { folder: parts[3] } : {}),
    }
  if (parts[0] === 'data' && parts[1]) return { page: 'data', path: parts[1] }
  if (parts[0] === 'study' && parts[1] && parts[2]) {
    const tab = studyTabs.find((candidate) => candidate === parts[3]) ?? 'live'
    return { page: 'study', folder: parts[1], study: parts[2], tab, ...(parts[4] ? { view: parts[4] } : {}) }
  }
  return { page: 'home' }
}

export function formatRoute(route: Route): string {
  if (route.page === 'doctor') return doctorAddress
  if (route.page === 'effects') {
    const { effect, version } = route
    return `#/effects${effect === undefined ? '' : `/${encodeURIComponent(effect)}${version === undefined ? '' : `/${version}`}`}`
  }
  if (route.page === 'data') return dataAddress(route.path)
  if (route.page === 'new') {
    const { dataset, step = 'study', folder } = route
    const rest = folder !== undefined ? `/${step}/${encodeURIComponent(folder)}` : step === 'space' ? '/space' : ''
    return `#/new/${encodeURIComponent(dataset)}${rest}`
  }
  if (route.page === 'study')
    return studyAddress(route.folder, route.study, route.tab, ...(route.view === undefined ? [] : [route.view]))
  return homeAddress
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
