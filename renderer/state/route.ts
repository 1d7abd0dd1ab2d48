/** The pages, as they stand in the address after `#`. */
export const studyTabs = ['live', 'explorer', 'insights', 'setup'] as const
export type StudyTab = (typeof studyTabs)[number]

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'doctor' }
  | { readonly page: 'new'; readonly dataset: string; readonly step?: 'space' }
  | { readonly page: 'study'; readonly folder: string; readonly study: string; readonly tab: StudyTab }

/** Anything that cannot be read leads home. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode)
  if (parts[0] === 'doctor') return { page: 'doctor' }
  if (parts[0] === 'new' && parts[1])
    return { page: 'new', dataset: parts[1], ...(parts[2] === 'space' ? { step: 'space' } : {}) }
  if (parts[0] === 'study' && parts[1] && parts[2]) {
    const tab = studyTabs.find((candidate) => candidate === parts[3]) ?? 'live'
    return { page: 'study', folder: parts[1], study: parts[2], tab }
  }
  return { page: 'home' }
}

export function formatRoute(route: Route): string {
  if (route.page === 'doctor') return '#/doctor'
  if (route.page === 'new')
    return `#/new/${encodeURIComponent(route.dataset)}${route.step === undefined ? '' : `/${route.step}`}`
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
