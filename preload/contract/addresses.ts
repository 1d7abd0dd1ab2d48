/** Where a page stands, after `#`: known to the page itself and to shells that lead there (menus, dropped files). */

export const homeAddress = '#/'
export const doctorAddress = '#/doctor'

/** A file that is about to become a dataset. */
export function dataAddress(path: string): string {
  return `#/data/${encodeURIComponent(path)}`
}

/** @param rest tab, and what the tab itself puts in the address */
export function studyAddress(folder: string, study: string, ...rest: readonly string[]): string {
  return `#/study/${[folder, study, ...rest].map(encodeURIComponent).join('/')}`
}
