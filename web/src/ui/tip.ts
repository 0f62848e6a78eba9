/** A line of a tooltip. */
export interface TipRow {
  readonly title: string
  readonly value: string
  readonly color?: string
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

/** A tooltip as a DOM node: ECharts' HTML strings carry style attributes, which the CSP refuses. */
export function tip(title: string, rows: readonly TipRow[]): HTMLElement {
  const box = element('div', 'flex flex-col gap-1 text-xs')
  box.append(element('div', 'font-semibold text-ink', title))
  for (const row of rows) {
    const line = element('div', 'flex items-center justify-between gap-4')
    const name = element('span', 'flex items-center gap-1.5 text-muted')
    if (row.color) {
      const dot = element('span', 'size-2 rounded-full')
      dot.style.backgroundColor = row.color
      name.append(dot)
    }
    name.append(row.title)
    line.append(name, element('span', 'font-medium text-ink', row.value))
    box.append(line)
  }
  return box
}
