import type { Issue } from '#shared/kernel/errors'
import { dateFormats, isDateFormat } from './day-text.ts'
import { fieldsOf, keepsAttributes, MAX_ATTRIBUTES } from './fields.ts'
import type { ImportKind, Mapping } from './import-view.schema.ts'

/** What is wrong with a mapping for this kind of file, and with these columns where they are known; empty when nothing is. */
export function mappingIssues(kind: ImportKind, mapping: Mapping, headers?: readonly string[]): Issue[] {
  const issues: Issue[] = []
  const fields = fieldsOf(kind)
  const names = fields.map(({ name }) => name)
  for (const [name, column] of Object.entries(mapping.columns)) {
    if (!names.includes(name))
      issues.push({
        path: `columns.${name}`,
        message: `There is no field "${name}". Use: ${names.join(', ')}.`,
      })
    else if (headers && !headers.includes(column))
      issues.push({
        path: `columns.${name}`,
        message: `The file has no column "${column}". It has: ${headers.join(', ')}.`,
      })
  }
  for (const field of fields.filter(({ name, isRequired }) => isRequired && !isCovered(name, mapping)))
    issues.push({ path: `columns.${field.name}`, message: missing(field.name, field.title) })
  if (!isDateFormat(mapping.dateFormat))
    issues.push({ path: 'dateFormat', message: `Use one of: ${dateFormats.join(', ')}.` })
  const unmapped = headers?.filter((header) => !Object.values(mapping.columns).includes(header)) ?? []
  if (mapping.keepsUnmapped && keepsAttributes(kind) && unmapped.length > MAX_ATTRIBUTES)
    issues.push({
      path: 'keepsUnmapped',
      message: `${unmapped.length} columns are unmapped; at most ${MAX_ATTRIBUTES} can be kept.`,
    })
  return issues
}

function isCovered(name: string, { columns }: Mapping): boolean {
  if (columns[name] !== undefined) return true
  return name === 'amount' && columns['quantity'] !== undefined && columns['unitPrice'] !== undefined
}

function missing(name: string, title: string): string {
  return name === 'amount'
    ? 'Choose the column of the amount, or those of quantity and unit price.'
    : `Choose the column of "${title}".`
}
