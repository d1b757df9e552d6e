/** Which document a tab shows, so that it shows it again after a reload. */

const KEY = 'nameplate.document'

export interface TabDocument {
  readonly id: string
  /** The sample that the address asked for. */
  readonly asked: string | null
}

export function rememberTab(id: string, asked: string | null): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ id, asked }))
  } catch {
    // The tab then begins with the newest document.
  }
}

export function recallTab(): TabDocument | null {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    if (typeof read !== 'object' || read === null || !('id' in read) || typeof read.id !== 'string') return null
    return { id: read.id, asked: 'asked' in read && typeof read.asked === 'string' ? read.asked : null }
  } catch {
    return null
  }
}
