/** A `matrix:` with several mistakes: all are told at once, each with its place, its value and what is allowed. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nameplate } from './nameplate.ts'
import { fourRacks } from '../four-racks.ts'

const BASE = `${fourRacks('Axes', '2027-01-04', '2027-03-01')}faults: {preset: none}
options:
  more: {label: More people, set: {faults.technicians: 20}}
`
const FIRST = BASE.split('\n').length + 1

/** Line of the file, what is wrong, and what stands there and is allowed. */
const AXES: readonly (readonly [axis: string, told: readonly string[]])[] = [
  ['{path: faults.technician, levels: [4, 8]}', ["matrix[0].path: names nothing: there is no 'technician' in faults", 'did you mean faults.technicians?']],
  ['{path: faults.repair, levels: []}', ['matrix[1].levels: is an empty list (got a list of 0; allowed: a list of values']],
  ['{path: option, levels: [more, mroe]}', ["matrix[2].levels: names no option 'mroe' (got mroe; did you mean more?; allowed: as-written, more)"]],
  ['{path: site.location.elevation, levels: {from: 1 m, to: 2 km, steps: 3}}', ['matrix[3].levels: is a range whose ends have different units']],
  ['{path: horizon.end, levels: {from: 2, to: 4, step: 3}}', ["matrix[4].levels: has the key 'step'"]],
  ['{path: faults.technicians, levels: [4, -3, 2 MW]}', ['matrix[5].levels: is out of range (got -3; allowed: a whole number, 1 to 100000)', 'matrix[5].levels: is text (got 2 MW; allowed: a whole number, 1 to 100000)']],
  ['{path: faults.technicians, levels: [4, 5]}', ['matrix[6].path: is varied twice (got faults.technicians; allowed: each path once)']],
  ['{path: checkpoints.blocking, levels: {from: 1 s, to: 300001 s, steps: 3}}', ['matrix[7].levels: is out of range (got 150001 s', 'matrix[7].levels: is out of range (got 300001 s']],
]

function fileOf(axes: readonly string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'matrix-')), 'axes.yaml')
  writeFileSync(file, `${BASE}matrix:\n${axes.map(axis => `  - ${axis}\n`).join('')}`)
  return file
}

test('validate and sweep tell all mistakes of all axes with line, value and range, and exit with 3', async () => {
  const file = fileOf(AXES.map(([axis]) => axis))
  const validated = await nameplate(['validate', file])
  expect(validated.code).toBe(3)
  const lines = validated.stdout.split('\n')
  AXES.forEach(([, told], index) => {
    const own = lines.filter(line => line.startsWith(`${file}:${FIRST + index}:`)).join('\n')
    for (const text of told) expect(own, `axis ${index}`).toContain(text)
  })
  const swept = await nameplate(['sweep', file, '--dry-run'])
  expect(swept.code).toBe(3)
  for (const text of AXES.flatMap(([, told]) => told)) expect(swept.stderr).toContain(text)
})

test('axes without a mistake are taken: a range with a unit, dates, options', async () => {
  const file = fileOf(['{path: faults.technicians, levels: [4, 8]}', '{path: checkpoints.blocking, levels: {from: 1 s, to: 21 s, steps: 3}}', '{path: option, levels: [as-written, more]}', '{path: horizon.end, levels: [2027-02-01, 2027-03-01]}'])
  const validated = await nameplate(['validate', file])
  expect(validated.stdout + validated.stderr).not.toContain('matrix[')
  expect(validated.code).toBe(0)
})
