/** Runs the command line as its users do: the program in a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { repositoryRoot } from '../fixtures.ts'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Choice {
  readonly input?: string | Uint8Array
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** User and group of the process. */
  readonly uid?: number
  readonly gid?: number
  /** Runs this instead, which may run the program. */
  readonly command?: readonly string[]
}

const program = join(repositoryRoot, '.ci', 'nameplate.mjs')
export const scenarioFile = (name: string): string => join(repositoryRoot, 'scenarios', name)

export function start(args: readonly string[], { cwd = repositoryRoot, env = {}, command = [process.execPath, program], ...user }: Choice = {}): ChildProcessWithoutNullStreams {
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env
  const [word, ...words] = [...command, ...args]
  return spawn(word, words, { cwd, ...user, env: { NAMEPLATE_CACHE: 'off', ...inherited, ...env } })
}

/** What a process said and how it ended. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const out: Buffer[] = []
  const told: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk))
  child.stdin.on('error', () => undefined) // a program that refuses its input may close it early
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(told).toString('utf8') }
}

export async function nameplate(args: readonly string[], choice: Choice = {}): Promise<Finished> {
  const child = start(args, choice)
  const finished = ended(child)
  child.stdin.end(choice.input ?? '')
  return finished
}

/** A folder that is removed when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nameplate-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
