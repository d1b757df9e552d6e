/** What the system refused, in words, and what is safe then. */

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file may not grow so large here',
  EROFS: 'the file system is read-only',
  EACCES: 'this may not be written here',
  EPERM: 'this may not be written here',
  ENOENT: 'nothing can be put here',
  EISDIR: 'a folder stands where a file is to be written',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EMFILE: 'too many files are open',
  EIO: 'the disk does not answer as it should',
}

/** Whether an error comes from the system: a disk that is full, a folder that may not be written. No fault of ours, so no stack. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

/** The same refusal of the system, told of the path that the user gave. */
export const atPath = (error: unknown, path: string): unknown => (isSystemError(error) ? Object.assign(error, { path }) : error)

/** What could not be done and why, and that nothing is lost by it. */
export function systemErrorText({ code = '', message, path }: NodeJS.ErrnoException, what = 'writing failed'): string {
  const reason = REASONS[code]
  if (reason === undefined) return message
  return `${what}: ${reason}${path === undefined ? '' : `: ${path}`} (${code}). Files are written beside their place and renamed when they are whole: what was there before is untouched, and nothing is there in part.`
}
