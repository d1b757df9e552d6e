/** A few values that outlive the page, kept by the browser on this machine. A browser that refuses to keep anything is no error. */

const PREFIX = 'nameplate.'

export function keep(key: string, value: string): boolean {
  try {
    localStorage.setItem(PREFIX + key, value)
    return true
  } catch {
    return false
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key)
  } catch {
    return null
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key)
  } catch {
    // nothing is kept then
  }
}
