/** A column of a table; its name is the name of the slot that fills it. */
export interface Column {
  readonly name: string
  readonly title: string
  readonly isNumber?: boolean
  /** Classes that say from which width of the page on the column shows. */
  readonly shows?: string
}
