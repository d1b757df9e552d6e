/** A file that was dropped or opened, with where it lay. */
export interface PathFile {
  /** With the folders that it lies in, separated by `/`. */
  readonly path: string
  readonly file: File
  /** With which it can be saved back. */
  readonly handle?: FileSystemFileHandle | undefined
}
