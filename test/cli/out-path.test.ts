/** Where results are written: folders are made, and what cannot be written is told in the words of the user's own path. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusePixels } from '../../src/cli/png.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const at = (...names: string[]): string => join(folder, ...names)
const SHORT = ['--until', '2027-01-12', '--replications', '1', '--workers', '1']
/** What a command line is told that the program does not take. */
const refused = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await nameplate(args, { cwd: folder })
  expect([code, stdout], stderr).toEqual([2, ''])
  return stderr.trim().replaceAll('\u2009', ' ')
}

beforeAll(() => {
  writeFileSync(at('hall.yaml'), `${smallHall}checks:\n  - {metric: pue, expect: p50 < 2}\n`)
  writeFileSync(at('a-file'), 'kept')
  mkdirSync(at('a-folder'))
})

describe('folders above what is written', () => {
  test.each([
    ['r.html', 'report', 'hall.yaml', '--out'],
    ['x.svg', 'chart', 'hall.yaml', '--chart', 'ledger-waterfall', '--out'],
    ['x.xlsx', 'export', 'hall.yaml', '--format', 'xlsx', '--out'],
    ['b.json', 'baseline', 'update', 'hall.yaml', '--baseline'],
    ['j.xml', 'check', 'hall.yaml', '--junit'],
  ])('are made for %s of %s', async (name, ...words) => {
    const { code, stderr } = await nameplate([...words, join('new', words[0], 'in', name), ...SHORT], { cwd: folder })
    expect(code, stderr).toBe(0)
    expect(readdirSync(at('new', words[0], 'in'))).toEqual([name])
  })

  const isLinux = existsSync('/proc/self')
  test.skipIf(!isLinux)(`that the system refuses end the program with the reason and the path${isLinux ? '' : ' (SKIPPED: no /proc here)'}`, async () => {
    const { code, stderr } = await nameplate(['run', 'hall.yaml', ...SHORT, '--out', '/proc/nowhere/out'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toContain('writing failed: nothing can be put here: /proc/nowhere/out (ENOENT)')
    const drawn = await nameplate(['report', 'hall.yaml', ...SHORT, '--out', '/proc/nowhere/r.html'], { cwd: folder })
    expect(drawn.stderr).toContain('nothing can be put here: /proc/nowhere/r.html (ENOENT)')
  })
})

test('what stands in the way is told before anything is read or simulated', async () => {
  expect(await refused('report', 'none.yaml', '--out', 'a-folder')).toMatch(/^--out takes the name of a file, and a-folder is a folder: name the file in it$/u)
  expect(await refused('run', 'none.yaml', '--out', 'a-file')).toMatch(/^--out takes the name of a folder, and a-file is a file: name another, or remove it$/u)
  expect(await refused('check', 'none.yaml', '--junit', 'a-file/in/j.xml')).toMatch(/^--junit a-file\/in\/j\.xml lies in .*a-file, which is a file and no folder$/u)
  expect(await refused('export', 'none.yaml', '--format', 'xlsx', '--out', 'a-folder')).toMatch(/^--out takes the name of a file, and a-folder is a folder/u)
  expect(readFileSync(at('a-file'), 'utf8')).toBe('kept')
})

test('merge takes a folder', async () => {
  expect(await refused('merge', 'nosuch')).toMatch(/^merge takes the folder of a sweep: nosuch does not exist$/u)
  expect(await refused('merge', 'a-file')).toMatch(/^merge takes the folder of a sweep: a-file is a file$/u)
})

test('the ending of a drawing says its format, or nothing', async () => {
  const chart = (...flags: string[]): string[] => ['chart', 'none.yaml', '--chart', 'ledger-waterfall', ...flags]
  expect(await refused(...chart('--out', 'x.jpg'))).toMatch('--out x.jpg: no chart is written as .jpg; the endings are .svg, .png, .csv, .parquet')
  expect(await refused(...chart('--out', 'x.PDF'))).toMatch('--out x.PDF: no chart is written as .pdf; the endings are .svg, .png, .csv, .parquet')
  expect(await refused(...chart('--format', 'csv', '--out', 'x.svg'))).toMatch('--out x.svg says svg and --format says csv: leave --format out, or end the name with .csv; the endings are .svg, .png, .csv, .parquet')
  expect(await refused('compare', 'none.yaml', '--options', 'late', '--chart', 'x.jpg')).toMatch('--chart x.jpg: no drawing is written as .jpg; the endings are .svg, .png')
})

test('a picture larger than memory holds is refused with its size and the most', async () => {
  // (10,000 + 2 × 16) × 1200 / 96 = 125,400 on each side.
  expect(await refused('chart', 'none.yaml', '--chart', 'ledger-waterfall', '--width', '10000', '--height', '10000', '--dpi', '1200', '--out', 'x.png')).toMatch('--width 10000 --height 10000 --dpi 1200 make a picture of 125400 × 125400 pixels with its margin, 15 725 million; at most 64 million are drawn: at this size --dpi 76, or write SVG')
  // 7968 + 32 = 8000 on each side at 96 dots an inch is just allowed.
  expect(() => refusePixels({ width: 7968, height: 7968, dpi: 96 })).not.toThrow()
  expect(() => refusePixels({ width: 7969, height: 7968, dpi: 96 })).toThrow('8001 × 8000 pixels')
})
