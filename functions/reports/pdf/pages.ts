import PDFDocument from 'pdfkit'
import { fonts, type FontName } from './fonts.ts'
import { plainText } from './plain-text.ts'

/** Colours of paper: ink on white, contrast above 4.5 throughout. */
export const colours = {
  ink: '#14171f',
  muted: '#525968',
  line: '#d3d6dd',
  accent: '#1b5fdd',
  shade: '#f4f5f7',
}

const MARGIN = 50
const FOOTER = 34

/** How a text is set. */
export interface TextStyle {
  readonly font?: FontName
  readonly size?: number
  readonly colour?: string
  readonly x?: number
  readonly width?: number
  readonly align?: 'left' | 'right' | 'center'
  readonly link?: string | undefined
  /** Space below. */
  readonly gap?: number
}

/** The tag of a piece of content. */
export type Tag = 'H1' | 'H2' | 'H3' | 'P' | 'Caption' | 'TH' | 'TD' | 'LI'

interface PagesOptions {
  readonly title: string
  readonly paper: 'a4' | 'letter'
  readonly footer: string
}

function openDocument({ title, paper, footer }: PagesOptions) {
  const bytes = fonts()
  const doc = new PDFDocument({
    size: paper === 'a4' ? 'A4' : 'LETTER',
    margins: { top: MARGIN, bottom: FOOTER, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    // pdfkit's own default, Helvetica, is not in a bundle: the document never opens it.
    font: bytes.regular as unknown as string, // -- because pdfkit takes bytes where its types say a name
    info: { Title: plainText(title), Author: 'Perennial', Creator: 'Perennial', Subject: plainText(footer) },
  })
  doc.registerFont('regular', bytes.regular)
  doc.registerFont('bold', bytes.bold)
  return doc
}

function numberPages(doc: PDFKit.PDFDocument, draw: (at: number, page: string) => void): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' } as never)
    draw(doc.page.height - FOOTER, `Page ${page - start + 1} of ${count}`)
    doc.endMarkedContent()
  }
}

/** Pages of a tagged document, filled from the top; what does not fit begins the next page. */
export function createPages({ title, paper, footer }: PagesOptions) {
  const doc = openDocument({ title, paper, footer })
  const root = doc.struct('Document')
  doc.addStructure(root)
  const width = doc.page.width - 2 * MARGIN
  let y = MARGIN

  const bottom = () => doc.page.height - MARGIN - FOOTER / 2
  function newPage(): void {
    doc.addPage()
    y = MARGIN
  }
  function styled({ font = 'regular', size = 9.5, colour = colours.ink }: TextStyle) {
    return doc.font(font).fontSize(size).fillColor(colour)
  }
  function heightOf(text: string, style: TextStyle): number {
    return styled(style).heightOfString(plainText(text) || ' ', { width: style.width ?? width, lineGap: 1.5 })
  }
  /** Draws a text at a height; with a link it becomes one. */
  function drawn(text: string, style: TextStyle, at: number): void {
    const { x = MARGIN, align = 'left', link } = style
    styled(style).text(plainText(text), x, at, {
      width: style.width ?? width,
      align,
      lineGap: 1.5,
      ...(link === undefined ? {} : { link, underline: true }),
    })
  }
  function element(tag: Tag, text: string, style: TextStyle, at = y) {
    const draw = () => drawn(text, style, at)
    return style.link === undefined
      ? doc.struct(tag, {}, draw)
      : doc.struct(tag, {}, doc.struct('Link', {}, draw))
  }

  return {
    doc,
    root,
    left: MARGIN,
    width,
    y: () => y,
    moveTo: (to: number) => void (y = to),
    down: (by: number) => void (y += by),
    newPage,
    heightOf,
    drawn,
    element,
    /** Begins the next page unless so much room is left. */
    room(height: number): void {
      if (y + height > bottom()) newPage()
    },
    fits: (height: number) => y + height <= bottom(),
    /** A text with its tag. */
    text(tag: Tag, text: string, style: TextStyle = {}): void {
      const height = heightOf(text, style)
      if (y + height > bottom()) newPage()
      root.add(element(tag, text, style))
      y += height + (style.gap ?? 4)
    },
    /** A heading, which stays with so much of what follows, and its bookmark. */
    heading(tag: 'H1' | 'H2', text: string, keep: number): void {
      const style: TextStyle = { font: 'bold', size: tag === 'H1' ? 20 : 13 }
      if (y > MARGIN) y += 10
      if (y + heightOf(text, style) + keep > bottom()) newPage()
      doc.outline.addItem(plainText(text))
      root.add(element(tag, text, style))
      y += heightOf(text, style) + 6
    },
    /** What is drawn without being read aloud: lines, shades. */
    decorate(draw: () => void): void {
      doc.markContent('Artifact', { type: 'Layout' } as never)
      draw()
      doc.endMarkedContent()
    },
    /** Writes "page x of y" on every page and closes the document. */
    async *end(): AsyncGenerator<Uint8Array> {
      root.end()
      const style = { size: 7.5, colour: colours.muted }
      numberPages(doc, (at, page) => {
        drawn(footer, { ...style, width: width - 80 }, at)
        drawn(page, { ...style, align: 'right' }, at)
      })
      doc.end()
      for await (const chunk of doc as AsyncIterable<Uint8Array>) yield chunk
    },
  }
}
/** Pages of a document. */
export type Pages = ReturnType<typeof createPages>
