/** A problem in a file that an importer reads. */
export interface ImportIssue {
  /** Stable code such as `EPW_RANGE`. */
  readonly code: string
  /** An error stops the import; a warning comes with the table. */
  readonly severity: 'error' | 'warn'
  readonly message: string
  /** 1-based line, or row of a spreadsheet, of the first place, where there is one. */
  readonly line?: number
  /** Column of a spreadsheet: its letter, with its heading where it has one: `C (count)`. */
  readonly column?: string
  /** How many places are concerned, when more than one. */
  readonly count?: number
}

/** A table that could be read, with what was doubtful about it. */
export interface Imported<T> {
  readonly table: T
  readonly warnings: readonly ImportIssue[]
}
