/** Issues of files that cannot be read. */
import type { Issue } from '../scenario/issue.ts'

export const fileIssue = (file: string, path: string, message: string): Issue => ({ severity: 'error', code: 'file', path, message, file })

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EISDIR: 'is a directory', EACCES: 'may not be read', EPERM: 'may not be read' }

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return REASONS[code] ?? `cannot be read: ${code}`
}
