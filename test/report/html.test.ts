import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reportHtml } from '../../main/report/html.ts'

const bundle = { script: 'start("</script><!--")', style: 'a { content: "</style>" }' }

/** Text of the elements as a browser sees it: an element of script or style ends at its first closing tag. */
const elements = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<${name}([^>]*)>([\\s\\S]*?)</${name}>`, 'g'))].map(([, attributes, text]) => ({
    attributes: attributes ?? '',
    text: text ?? '',
  }))

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('the policy lets the two parts of the program run by their hashes, and nothing else be loaded', () => {
  const html = reportHtml({ a: 1 }, 'Study', bundle)
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
  const program = elements(html, 'script').find(({ attributes }) => attributes === '')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`script-src ${hash(program?.text ?? '')};`)
  expect(policy).toContain(`style-src ${hash(elements(html, 'style')[0]?.text ?? '')};`)
  expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/)
})

test('nothing inside the program or the style sheet ends the element that holds it', () => {
  const html = reportHtml({ a: 1 }, 'Study', bundle)
  expect(elements(html, 'script').map(({ text }) => text)[1]).toBe('start("\\x3c/script>\\x3c!--")')
  expect(elements(html, 'style')).toHaveLength(1)
})

test('whatever texts a document holds, the page holds the same document, and no element more', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, title) => {
      const html = reportHtml({ value }, title, bundle)
      const [data] = elements(html, 'script')
      expect(JSON.parse(data?.text ?? '')).toEqual(JSON.parse(JSON.stringify({ value })))
      expect(elements(html, 'script')).toHaveLength(2)
    }),
    { examples: [[{ name: '</script><script>alert(1)</script>\u2028<!--' }, '"><script>']] },
  )
})

test('the same document gives the same file', () => {
  expect(reportHtml({ a: 1 }, 't', bundle)).toBe(reportHtml({ a: 1 }, 't', bundle))
})
