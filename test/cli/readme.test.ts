/** What the README tells people to type is what the program takes; blocks marked `<!-- run -->` are run as they stand. */
import { Command } from 'commander'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { createHost } from '../../src/cli/host.ts'
import { repositoryRoot } from '../fixtures.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'

const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8')
/** Words of a line for a shell, with single quotes. */
const words = (line: string): string[] => [...line.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain)
const linesOf = (block: string): string[][] => block.split('\n').filter(line => line.startsWith('npx nameplate ')).map(line => words(line.split(/ [>|#] ?/u)[0]).slice(2))
const blocks = [...readme.matchAll(/(<!-- run -->\n)?```sh\n([\s\S]*?)```/gu)].map(([, mark, text]) => ({ isRun: mark !== undefined, lines: linesOf(text) }))
const host = createHost()
const all = blocks.flatMap(({ lines }) => lines)

describe('the README', () => {
  test('has commands, and some are run', () => {
    expect(all.length).toBeGreaterThan(15)
    expect(blocks.some(({ isRun }) => isRun)).toBe(true)
  })

  test.each(all.map(line => [line.join(' '), line] as const))('nameplate %s is a command with its flags, and files that are there', async (_, line) => {
    const program = new Command('nameplate').exitOverride()
    let isAsked = false
    for (const { name, declare } of commands) declare(program.command(name).exitOverride(), async () => void (isAsked = true), host)
    await program.parseAsync(['node', 'nameplate', ...line])
    expect(isAsked).toBe(true)
    for (const word of line.filter(each => /^(?:scenarios|test)\//u.test(each))) expect(existsSync(join(repositoryRoot, word)), word).toBe(true)
  })

  test('its first plan works, line by line', async () => {
    const cwd = temporaryFolder()
    for (const line of blocks.filter(({ isRun }) => isRun).flatMap(({ lines }) => lines)) {
      const { code, stderr } = await nameplate(line, { cwd })
      expect(code, `${line.join(' ')}: ${stderr}`).toBe(0)
    }
    for (const file of ['site.yaml', 'results/manifest.json', 'sweep/results.parquet']) expect(existsSync(join(cwd, file)), file).toBe(true)
  })
})
