/** Files of this machine that documents were opened from, so that they can be saved back. */

const handles = new Map<string, FileSystemFileHandle>()

export function rememberHandle(document: string, handle: FileSystemFileHandle | undefined): void {
  if (handle !== undefined) handles.set(document, handle)
}

export const handleOf = (document: string): FileSystemFileHandle | undefined => handles.get(document)
