/** `watch`: again at every save, whatever the editor does, until Ctrl-C. */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ended, start, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const file = join(folder, 'hall.yaml')

test('simulates at every save and tells the difference; replaced files, broken text and Ctrl-C are no matter', async () => {
  writeFileSync(file, smallHall)
  const child = start(['watch', file, '--until', '2027-01-25', '--workers', '1'])
  const over = ended(child)
  let told = ''
  let heard: () => void = () => undefined
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8')
      heard()
    })
  }
  void over.then(() => heard())
  /** What was said up to these words since the last time. */
  const until = async (words: string): Promise<string> => {
    while (!told.includes(words)) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${told}`)
      await new Promise<void>(resolve => {
        heard = resolve
      })
    }
    const end = told.indexOf(words) + words.length
    const said = told.slice(0, end)
    told = told.slice(end)
    return said
  }
  const first = await until('waiting for the next save')
  expect(first).toContain('Productive of contract')
  expect(first).not.toContain('the run before')

  // As editors do that write beside and rename.
  writeFileSync(`${file}.new`, smallHall.replace('energised: 2027-01-05', 'energised: 2027-01-15'))
  renameSync(`${file}.new`, file)
  const second = await until('waiting for the next save')
  expect(second).toContain('now against the run before')
  expect(second).toContain('Cost of delay, USD')

  writeFileSync(file, smallHall.replace('capacity: 3 MW', 'capacity: 3 apples'))
  const broken = await until('not simulated; waiting for the next save')
  expect(broken).toContain('grid.feeds.street.capacity')

  // As editors do that take the old one away first.
  rmSync(file)
  writeFileSync(file, smallHall.replace('energised: 2027-01-05', 'energised: 2027-01-15').replace('name: Small hall', 'name: Small hall again'))
  expect(await until('waiting for the next save')).toContain('nothing differs from the run before')

  child.kill('SIGINT')
  expect((await over).code).toBe(130)
  expect(told).toContain('watching ended')
  expect(told).not.toContain('    at ')
})
