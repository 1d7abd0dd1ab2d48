import { createHash } from 'node:crypto'

/** The report's program, built by the second entry of the renderer's build: one script and one style sheet, complete. */
export interface ReportBundle {
  readonly script: string
  readonly style: string
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`

/** Ends of elements inside a script would end it; U+2028 and U+2029 end lines in old parsers. */
const inScript = (json: string): string =>
  json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

const inText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * One HTML file that needs nothing else: the data, the program that draws them, and a policy that lets it run these two and
 * load nothing. The same arguments give the same file.
 *
 * Style attributes are allowed because charts place their tooltips by them; scripts and style sheets only by their hash.
 *
 * @param document what the report says, already checked against its schema
 */
export function reportHtml(document: unknown, title: string, { script, style }: ReportBundle): string {
  // What would end or nest the element that holds it is written as JavaScript may also write it.
  const program = script.replaceAll(/<(?=\/?script|!--)/gi, '\\x3c')
  const sheet = style.replaceAll('</style', '<\\/style')
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(program)}`,
    `style-src ${hashOf(sheet)}`,
    `style-src-elem ${hashOf(sheet)}`,
    "style-src-attr 'unsafe-inline'",
    'font-src data:',
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Sweetspot">
<title>${inText(title)}</title>
<style>${sheet}</style>
</head>
<body>
<div id="report"><noscript>This report is drawn by a script inside this file; allow it to run. Its data stand below as JSON.</noscript></div>
<script type="application/json" id="document">${inScript(JSON.stringify(document))}</script>
<script>${program}</script>
</body>
</html>
`
}
