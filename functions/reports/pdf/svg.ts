import type { Pages } from './pages.ts'

type Attributes = Readonly<Record<string, string>>

const element = /<(\/?)([a-zA-Z]+)([^>]*?)(\/?)>([^<]*)/g
const attribute = /([\w:-]+)="([^"]*)"/g
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const ignored = ['svg', 'rect', 'style', 'defs', 'clipPath', 'xml']

/**
 * Draws what ECharts writes as SVG as vectors of the page. It knows the few elements ECharts uses and refuses any other,
 * so that no part of a chart is ever left out silently.
 */
export function drawSvg(
  { doc }: Pages,
  svg: string,
  place: { readonly x: number; readonly y: number },
): void {
  const clips = new Map(
    [...svg.matchAll(/<clipPath id="([^"]+)">\s*<path d="([^"]+)"/g)].map(([, id = '', d = '']) => [id, d]),
  )
  const body = svg.replace(/<defs\s*>[\s\S]*?<\/defs>/g, '').replace(/<style[\s\S]*?<\/style>/g, '')
  doc.save()
  doc.translate(place.x, place.y)
  for (const [, closing, name = '', text = '', , content = ''] of body.matchAll(element)) {
    const attributes = attributesOf(text)
    if (name === 'g') {
      if (closing) doc.restore()
      else open(doc, attributes, clips)
    } else if (closing || ignored.includes(name)) continue
    else if (name === 'path') drawPath(doc, attributes)
    else if (name === 'text') drawText(doc, attributes, content)
    else throw new Error(`A chart has an element that cannot be drawn: ${name}`)
  }
  doc.restore()
}

function attributesOf(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(attribute)].map(([, name = '', value = '']) => [name, value]))
}

function open(doc: Pages['doc'], attributes: Attributes, clips: ReadonlyMap<string, string>): void {
  doc.save()
  const clip = /url\(#([^)]+)\)/.exec(attributes['clip-path'] ?? '')?.[1]
  const path = clip === undefined ? undefined : clips.get(clip)
  if (path) doc.path(path).clip()
  moved(doc, attributes)
}

function moved(doc: Pages['doc'], { transform = '' }: Attributes): void {
  const numbers = (text: string) =>
    text
      .trim()
      .split(/[\s,]+/)
      .map(Number)
  for (const [, name, text = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers(text)
    if (name === 'translate') doc.translate(a, b)
    else if (name === 'matrix') doc.transform(a, b, c, d, e, f)
    else if (name === 'rotate') doc.rotate(a, { origin: [b, c] })
    else if (name === 'scale') doc.scale(a, b || a)
    else throw new Error(`A chart has a transform that cannot be drawn: ${name ?? ''}`)
  }
}

function colourOf(text: string | undefined): string | undefined {
  if (text === undefined || text === 'none' || text === 'transparent') return undefined
  const [, red, green, blue] = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(text) ?? []
  if (red === undefined) return text
  return `#${[red, green, blue].map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
}

function drawPath(doc: Pages['doc'], attributes: Attributes): void {
  const fill = colourOf(attributes['fill'])
  const strokeWidth = Number(attributes['stroke-width'] ?? 1)
  const stroke = strokeWidth === 0 ? undefined : colourOf(attributes['stroke'])
  const fillOpacity = Number(attributes['fill-opacity'] ?? 1)
  const isFilled = fill !== undefined && fillOpacity > 0
  if (!isFilled && !stroke) return
  doc.save()
  moved(doc, attributes)
  doc.path(attributes['d'] ?? '')
  doc
    .lineWidth(strokeWidth)
    .fillOpacity(fillOpacity)
    .strokeOpacity(Number(attributes['stroke-opacity'] ?? 1))
  const dashes = (attributes['stroke-dasharray'] ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number)
  if (dashes.length > 0) doc.dash(dashes[0] ?? 1, { space: dashes[1] ?? dashes[0] ?? 1 })
  if (isFilled && stroke) doc.fillAndStroke(fill, stroke)
  else if (isFilled) doc.fill(fill)
  else doc.stroke(stroke)
  doc.restore()
}

function drawText(doc: Pages['doc'], attributes: Attributes, content: string): void {
  const text = content.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
  const size = Number(/font-size:([\d.]+)px/.exec(attributes['style'] ?? '')?.[1] ?? 12)
  doc.save()
  moved(doc, attributes)
  doc
    .font('regular')
    .fontSize(size)
    .fillColor(colourOf(attributes['fill']) ?? '#000000')
    .fillOpacity(1)
  const width = doc.widthOfString(text)
  const anchor = { start: 0, middle: width / 2, end: width }[attributes['text-anchor'] ?? 'start'] ?? 0
  const up = attributes['dominant-baseline'] === 'central' ? size * 0.6 : size * 0.95
  const x = Number(attributes['x'] ?? 0) - anchor
  doc.text(text, x, Number(attributes['y'] ?? 0) - up, { lineBreak: false })
  doc.restore()
}
