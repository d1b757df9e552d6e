/** What a command of the program is: its words, its flags, and what it does with them. */
import type { Command } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import type { Host } from './host.ts'

export interface CliCommand {
  readonly name: string
  /** Declares arguments and options on the command and binds `act` through `run`. */
  declare(command: Command, run: (action: () => Promise<ExitCode>) => Promise<void>, host: Host): void
}

/** Thrown for wrong words on the command line; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Parses a whole number of a flag within a range. */
export function wholeNumber(flag: string, low: number, high: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < low || value > high) throw new UsageError(`${flag} takes a whole number from ${low} to ${high}, not '${text}'`)
    return value
  }
}

/** Parses a share of a flag, above 0 and at most 1. */
export function shareOf(flag: string): (text: string) => number {
  return text => {
    const value = Number(text)
    if (!(value > 0 && value <= 1)) throw new UsageError(`${flag} takes a share above 0 and up to 1, such as 0.9, not '${text}'`)
    return value
  }
}

/** Collects repeated `--set path=value`. */
export function collectSet(text: string, previous: readonly { path: string; value: string }[] = []): { path: string; value: string }[] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--set takes path=value, not '${text}'`)
  return [...previous, { path: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }]
}

/** Parses one of a few words. */
export function oneOf<const T extends readonly string[]>(flag: string, words: T): (text: string) => T[number] {
  return text => {
    if (!words.includes(text)) throw new UsageError(`${flag} takes one of ${words.join(', ')}, not '${text}'`)
    return text
  }
}

/** Collects `--map field=column[,field=column…]`; may be repeated. */
export function collectMap(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const pairs = text.split(',').map(pair => {
    const at = pair.indexOf('=')
    if (at < 1 || at === pair.length - 1) throw new UsageError(`names columns as field=column, not '${pair}'`)
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  return { ...previous, ...(Object.fromEntries(pairs) as Record<string, string>) }
}
