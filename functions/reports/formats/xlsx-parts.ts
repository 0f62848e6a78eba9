import { currencyDigits, decimalText } from '#shared/report/cell-text'
import type { Cell, ColumnUnit, Row } from '#shared/report/table'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// What XML 1.0 cannot carry, lone surrogates included.
const unfit =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text inside XML. */
export function xmlText(text: string): string {
  return text
    .replace(unfit, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

// The order of `cellXfs` in the styles below.
const styles = { text: 1, heading: 2, count: 3, cents: 4, share: 5, ratio: 6 } as const

function styleOf(unit: ColumnUnit): number {
  switch (unit) {
    case 'cents':
    case 'share':
    case 'ratio':
      return styles[unit]
    case 'count':
    case 'days':
    case 'score':
      return styles.count
    case 'text':
    case 'day':
    case 'month':
      return styles.text
  }
}

/** The letters of a column: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

const textXml = (place: string, text: string, style: number) =>
  `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`

/** Rows of a sheet under some columns, numbered from 1. */
export function rowWriter(units: readonly ColumnUnit[], currency: string) {
  const letters = units.map((_, index) => columnLetters(index))
  const digits = currencyDigits(currency)
  let number = 0

  // Texts are inline strings with the quote mark set: no program takes them for a formula, edited or not.
  function cellXml(value: Cell, index: number): string {
    if (value === null) return ''
    const place = `${letters[index] ?? ''}${number}`
    if (typeof value === 'string') return textXml(place, value, styles.text)
    const unit = units[index] ?? 'text'
    return `<c r="${place}" s="${styleOf(unit)}"><v>${unit === 'cents' ? decimalText(value, digits) : value}</v></c>`
  }

  return {
    heading(titles: readonly string[]): string {
      number += 1
      const cells = titles.map((title, index) =>
        title === '' ? '' : textXml(`${letters[index] ?? ''}${number}`, title, styles.heading),
      )
      return `<row r="${number}">${cells.join('')}</row>`
    },
    row(row: Row): string {
      number += 1
      return `<row r="${number}">${row.map(cellXml).join('')}</row>`
    },
    /** A row whose second cell is of a unit of its own. */
    figure(title: string, value: Cell, unit: ColumnUnit): string {
      number += 1
      const cell = typeof value === 'string' ? textXml(`B${number}`, value, styles.text) : ''
      const amount = unit === 'cents' ? decimalText(Number(value), digits) : value
      const shown =
        cell || (value === null ? '' : `<c r="B${number}" s="${styleOf(unit)}"><v>${amount}</v></c>`)
      return `<row r="${number}">${textXml(`A${number}`, title, styles.text)}${shown}</row>`
    },
  }
}

/** What stands before the rows of a sheet: its first row stays in sight. */
export const sheetStart = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" baseColWidth="16"/><sheetData>`
/** What stands behind them. */
export const sheetEnd = '</sheetData></worksheet>'

/** Fonts and number formats of the workbook. */
export function stylesXml(currency: string): string {
  const digits = currencyDigits(currency)
  const money = `#,##0${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`
  const plain = 'fontId="0" fillId="0" borderId="0" xfId="0"'
  const number = (id: number) => `<xf numFmtId="${id}" ${plain} applyNumberFormat="1"/>`
  return (
    `${head}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="${money}"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">` +
    `<xf numFmtId="0" ${plain}/><xf numFmtId="49" ${plain} applyNumberFormat="1" quotePrefix="1"/>` +
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" quotePrefix="1"/>' +
    `${number(3)}${number(164)}${number(10)}${number(165)}</cellXfs></styleSheet>`
  )
}

/** The files of a workbook that name its sheets. */
export function workbookParts(sheets: readonly string[]): Record<string, string> {
  const each = (of: (name: string, number: number) => string) =>
    sheets.map((name, index) => of(name, index + 1)).join('')
  return {
    '[Content_Types].xml':
      `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>` +
      `${each((_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each((name, number) => `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `${head}<Relationships xmlns="${packaged}/relationships">${each((_, number) => `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}` +
      `<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  }
}

/** Names a workbook can have: at most 31 characters, none of them reserved, each once. */
export function sheetNames(titles: readonly string[]): string[] {
  const names: string[] = []
  for (const title of titles) {
    const plain =
      title
        .replaceAll(/[\\/?*[\]:']/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, 31) || 'Sheet'
    let name = plain
    for (let number = 2; names.some((one) => one.toLowerCase() === name.toLowerCase()); number++)
      name = `${plain.slice(0, 28)} ${number}`
    names.push(name)
  }
  return names
}
