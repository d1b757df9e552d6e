/** The terminal: data to stdout, progress and logs to stderr, colour only where a person looks. */

import { isatty } from 'node:tty'
import { EXIT } from './exit-codes.ts'
import { isSystemError, systemErrorText } from './system-error.ts'

export interface Host {
  /** Results, byte for byte. */
  out(text: string): void
  /** A line for the person in front of it. */
  say(text: string): void
  readonly isInteractive: boolean
  readonly hasColour: boolean
  readonly columns: number
  /** Aborts when the user interrupts. */
  readonly interrupted: AbortSignal
}

export function createHost(): Host {
  const abort = new AbortController()
  process.once('SIGINT', () => abort.abort())
  process.once('SIGTERM', () => abort.abort())
  // A reader that closes early (head, less) is no failure.
  process.stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0)
    process.stderr.write(`${isSystemError(error) ? systemErrorText(error, 'standard output could not be written to its end') : String(error)}\n`)
    process.exit(EXIT.failure)
  })
  const isInteractive = isatty(2)
  return {
    out: text => void process.stdout.write(text),
    say: text => void process.stderr.write(`${text}\n`),
    isInteractive,
    hasColour: isatty(1) && (process.env.NO_COLOR ?? '') === '',
    columns: Math.min(process.stdout.columns ?? 80, 100),
    interrupted: abort.signal,
  }
}
