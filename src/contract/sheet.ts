/** A page of facts and sentences: to be read on a screen, to be printed, to be kept as a file. */
export interface Sheet {
  readonly title: string
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly sections: readonly SheetSection[]
}

export interface SheetSection {
  readonly title: string
  /** Below the sentences. */
  readonly table?: SheetTable | undefined
  readonly sentences: readonly string[]
}

export interface SheetTable {
  readonly columns: readonly { readonly title: string; readonly kind: 'text' | 'number' }[]
  /** As many cells as columns. */
  readonly rows: readonly (readonly string[])[]
}
