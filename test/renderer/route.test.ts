import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRoute, parseRoute, studyTabs, type Route } from '../../renderer/state/route.ts'

const word = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ page: 'home' }),
  fc.constant<Route>({ page: 'doctor' }),
  word.map((path): Route => ({ page: 'data', path })),
  fc.tuple(word, fc.boolean(), fc.option(word, { nil: undefined })).map(([dataset, space, folder]): Route => ({
    page: 'new',
    dataset,
    ...(space ? { step: 'space' as const } : {}),
    ...(folder === undefined ? {} : { folder }),
  })),
  fc
    .tuple(word, word, fc.constantFrom(...studyTabs), fc.option(word, { nil: undefined }))
    .map(([folder, study, tab, view]): Route => ({
      page: 'study',
      folder,
      study,
      tab,
      ...(view === undefined ? {} : { view }),
    })),
)

test('every page is found again by its address, whatever its folders and files are called', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route)
    }),
  )
})

test('an address that nobody wrote leads home, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(parseRoute(`#/${text}`).page).toBeTypeOf('string')
    }),
  )
  for (const hash of ['', '#', '#/', '#/nowhere', '#/study', '#/study/a', '#/data/', '#/%E0%A4%A'])
    expect(parseRoute(hash)).toEqual({ page: 'home' })
})
