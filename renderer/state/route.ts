/** The pages, as they stand in the address after `#`. */
export const studyTabs = ['live', 'explorer', 'insights', 'setup'] as const
export type StudyTab = (typeof studyTabs)[number]

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'doctor' }
  /** A file that is about to become a dataset. */
  | { readonly page: 'data'; readonly path: string }
  /** `folder`: the project that the dataset was imported into; absent: it is a bundled one. */
  | { readonly page: 'new'; readonly dataset: string; readonly step?: 'space'; readonly folder?: string }
  | { readonly page: 'study'; readonly folder: string; readonly study: string; readonly tab: StudyTab }

/** Anything that cannot be read leads home. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (parts[0] === 'doctor') return { page: 'doctor' }
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
    return { page: 'study', folder: parts[1], study: parts[2], tab }
  }
  return { page: 'home' }
}

export function formatRoute(route: Route): string {
  if (route.page === 'doctor') return '#/doctor'
  if (route.page === 'data') return `#/data/${encodeURIComponent(route.path)}`
  if (route.page === 'new') {
    const { dataset, step = 'study', folder } = route
    const rest = folder !== undefined ? `/${step}/${encodeURIComponent(folder)}` : step === 'space' ? '/space' : ''
    return `#/new/${encodeURIComponent(dataset)}${rest}`
  }
  if (route.page === 'study')
    return `#/study/${encodeURIComponent(route.folder)}/${encodeURIComponent(route.study)}/${route.tab}`
  return '#/'
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
