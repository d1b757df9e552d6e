/** Files of this machine that documents were opened from or saved to, so that they can be saved back. */

interface Known {
  readonly handle: FileSystemFileHandle
  /** What the file held when it was read or written here. */
  readonly text: string
}

const known = new Map<string, Known>()

/** Notes the file of a document, with what it holds now. */
export function rememberHandle(document: string, handle: FileSystemFileHandle | undefined, text: string): void {
  if (handle !== undefined) known.set(document, { handle, text })
}

export const handleOf = (document: string): FileSystemFileHandle | undefined => known.get(document)?.handle
export const heldText = (document: string): string | undefined => known.get(document)?.text
