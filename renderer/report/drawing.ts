/** Properties that a style sheet gives a drawing, and that it has to carry itself once it stands alone. */
const carried = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
] as const

/** An SVG of the page as a file of its own, styles included. Empty where there is none. */
export function drawingOf(element: SVGSVGElement | undefined): string {
  if (!element) return ''
  const copy = element.cloneNode(true) as SVGSVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const [from, to] = [element.querySelectorAll('*'), copy.querySelectorAll('*')]
  for (const [at, node] of from.entries()) {
    const style = getComputedStyle(node)
    for (const name of carried) {
      const value = style.getPropertyValue(name)
      if (value) to[at]?.setAttribute(name, value)
    }
    to[at]?.removeAttribute('class')
  }
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  const { x, y, width, height } = element.viewBox.baseVal
  for (const [name, value] of Object.entries({
    x,
    y,
    width,
    height,
    fill: getComputedStyle(document.documentElement).getPropertyValue('--panel').trim(),
  }))
    ground.setAttribute(name, String(value))
  copy.prepend(ground)
  return new XMLSerializer().serializeToString(copy)
}
