/** Small pages that the server writes itself, in the browser's own type: no script, no style. */
export function plainPage(title: string, sentences: readonly string[], headExtra = ''): string {
  const paragraphs = sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">${headExtra}<title>${escape(title)}</title></head><body><h1>${escape(title)}</h1>${paragraphs}</body></html>`
}

/** Leads on by itself; a redirect would arrive without the SameSite cookie when the address was opened from elsewhere. */
export const welcomePage = plainPage(
  'Sweetspot',
  ['Opening Sweetspot.'],
  '<meta http-equiv="refresh" content="0;url=./">',
)

export const strangerPage = plainPage('Sweetspot does not know this browser', [
  'The address that Sweetspot prints when it starts opens it once, in one browser; all tabs of that browser may then use it.',
  'Run `sweetspot ui` again, and open the address that it prints.',
])

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
