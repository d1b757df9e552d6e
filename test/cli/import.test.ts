// Spreadsheets from the command line: the scenario's file is changed in place, or left alone with every problem told.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workbook } from '../exchange/workbook.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

function prepared(sheet: string | Uint8Array, name: string): { readonly cwd: string; readonly scenario: () => string } {
  const cwd = temporaryFolder()
  copyFileSync(scenarioFile('dallas-100mw.yaml'), join(cwd, 'site.yaml'))
  writeFileSync(join(cwd, name), sheet)
  return { cwd, scenario: () => readFileSync(join(cwd, 'site.yaml'), 'utf8') }
}

describe('import', () => {
  test('takes racks from a workbook with headings of its own', async () => {
    const { cwd, scenario } = prepared(workbook({ sheets: { Notes: [['x']], Plan: [['Wo', 'Was', 'Anzahl'], ['block', 'gb200-nvl72', 180]] } }), 'plan.xlsx')
    const before = scenario()
    const args = ['import', 'racks', 'plan.xlsx', '--into', 'site.yaml', '--sheet', 'Plan', '--map', 'block=Wo,model=Was', '--map', 'count=C']
    const dry = await nameplate([...args, '--dry-run'], { cwd })
    expect([dry.code, dry.stdout]).toEqual([0, '1 row of plan.xlsx changes 1 value\n  blocks.block.racks[0].count: 189 → 180  (row 2)\n'])
    expect(scenario()).toBe(before)
    expect((await nameplate(args, { cwd })).code).toBe(0)
    expect(scenario()).toBe(before.replace('count: 189', 'count: 180'))
  })

  test('takes orders from a CSV into a file that had none', async () => {
    const { cwd, scenario } = prepared('PO number;Equipment;Hall;Order date;Lead time (weeks)\nPO-7;UPS;block[0];2027-03-01;32\nPO-8;High-voltage transformers;;2026-02-01;128\n', 'orders.csv')
    const { code, stdout } = await nameplate(['import', 'orders', 'orders.csv', '--into', 'site.yaml'], { cwd })
    expect([code, stdout.split('\n')[0]]).toEqual([0, '2 rows of orders.csv change 1 value'])
    expect(scenario()).toContain('id: PO-7')
    expect(scenario()).toContain('equipment: hvTransformers')
    expect((await nameplate(['validate', 'site.yaml'], { cwd })).code).toBe(0)
  })

  test('tells every problem with row and column, and writes nothing', async () => {
    const { cwd, scenario } = prepared('milestone;planned\ngrid.feeds.permanent.energised;2029-13-01\nnobody knows;=TODAY()\n', 'dates.csv')
    const before = scenario()
    const { code, stderr } = await nameplate(['import', 'milestones', 'dates.csv', '--into', 'site.yaml'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('dates.csv: row 2, column B (planned): “2029-13-01” is not a date')
    expect(stderr).toContain('dates.csv: row 3, column B (planned): “=TODAY()” is a formula')
    expect(scenario()).toBe(before)
  })

  test('refuses rows with which the scenario would not be valid', async () => {
    const { cwd, scenario } = prepared('equipment,block,count\nups,block,21\n', 'assets.csv')
    const before = scenario()
    const { code, stderr } = await nameplate(['import', 'assets', 'assets.csv', '--into', 'site.yaml'], { cwd })
    expect([code, scenario() === before]).toEqual([3, true])
    expect(stderr).toContain('does not make 4 equal systems')
    expect(stderr).toContain('site.yaml is unchanged')
  })

  test('of an unknown kind, without a file or with a wrong mapping is a usage error', async () => {
    const { cwd } = prepared('a,b\n', 'a.csv')
    for (const args of [['chairs', 'a.csv', '--into', 'site.yaml'], ['racks', 'absent.csv', '--into', 'site.yaml'], ['racks', 'a.csv', '--into', 'site.yaml', '--map', 'count'], ['racks', 'a.csv']]) expect((await nameplate(['import', ...args], { cwd })).code).toBe(2)
  })
})
