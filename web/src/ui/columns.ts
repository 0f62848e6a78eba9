/** A column of a table; its name is the name of the slot that fills it. */
export interface Column {
  readonly name: string
  readonly title: string
  readonly isNumber?: boolean
}
