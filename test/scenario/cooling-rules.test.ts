import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { designBlocks } from '../../src/engine/cooling/design-blocks.ts'
import { tinyWorld } from '../engine/world.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

const text = readFileSync(join(repositoryRoot, 'scenarios', 'dallas-100mw.yaml'), 'utf8')
const errorsOf = (set: Readonly<Record<string, string>>) =>
  loadScenario(text, { file: 'dallas', set: Object.entries(set).map(([path, value]) => ({ path: `blocks.block[0].cooling.${path}`, value })) })
    .issues.filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => ({ code, path }))

interface Breach {
  readonly why: string
  readonly set: Readonly<Record<string, string>>
  readonly code: string
  readonly path: string
}

describe('rules of cooling', () => {
  test('the shipped campus breaks none of them', () => {
    expect(errorsOf({})).toEqual([])
  })

  test.each<Breach>([
    { why: 'chilled water that returns colder', set: { 'air.return': '20 degC' }, code: 'CHW_RANGE', path: 'air.return' },
    { why: 'a cooler that would heat its water', set: { 'units.waterOut': '50 degC' }, code: 'cooler-rating', path: 'units' },
    { why: 'a cooler better than physics', set: { 'units.waterOut': '35.5 degC' }, code: 'cooler-rating', path: 'units' },
    { why: 'a chip that throttles when it is off', set: { 'chip.throttle': '99 degC' }, code: 'chip-limits', path: 'chip.throttle' },
    { why: 'inlets that may not return', set: { 'air.inletWarning': '45 degC' }, code: 'inlet-limits', path: 'air.inletWarning' },
    { why: 'a set point above its class', set: { wClass: 'W32' }, code: 'W_CLASS', path: 'supply' },
    { why: 'pipes that sweat', set: { supply: '12 degC' }, code: 'DEWPOINT', path: 'supply' },
    { why: 'distribution units for half of the heat', set: { 'cdu.count': '9' }, code: 'CDU_SUM', path: 'cdu.count' },
    { why: 'leaks that do least more than most', set: { 'leaks.damageMin': '0.5' }, code: 'leak-damage', path: 'leaks.damageMin' },
    { why: 'doors on tanks', set: { immersion: '{}', supply: '25 degC', 'chip.power': '600 W', 'air.rearDoors': '{}' }, code: 'rear-doors', path: 'air.rearDoors' },
    { why: 'a hall without air', set: { 'air.chillers.count': '0' }, code: 'AIR_FORGOTTEN', path: 'air.chillers.count' },
    { why: 'air that goes all astray', set: { 'air.recirculation': '0.5', 'air.bypass': '0.5' }, code: 'RECIRC_BYPASS', path: 'air.recirculation' },
    { why: 'glycol with the heat capacity of water', set: { 'facilityLoop.glycol': '0.3', 'facilityLoop.heatCapacity': '4180 J/kg/K' }, code: 'GLYCOL_CP', path: 'facilityLoop.heatCapacity' },
    { why: 'liquid racks without coolers', set: { 'units.count': '0' }, code: 'no-heat-sink', path: 'units' },
    { why: 'more coolers than anyone can count', set: { 'units.count': '20000' }, code: 'too-many-machines', path: 'units.count' },
  ])('$why', ({ set, code, path }) => {
    const errors = errorsOf(set)
    expect(errors.map(error => error.code)).toEqual([code])
    // A value that the entry of all blocks states is reported there.
    expect(errors[0].path).toMatch(new RegExp(`^blocks\\.block(\\[0\\])?\\.cooling\\.${path.replace('.', '\\.')}$`))
  })

  test('whatever the rules let through makes a design: coolers of every allowed effectiveness', () => {
    for (const waterOut of ['45.5 degC', '44 degC', '41 degC', '38 degC', '37.4 degC']) {
      const { scenario } = loadScenario(text, { file: 'dallas', set: [{ path: 'blocks.block[0].cooling.units.waterOut', value: waterOut }] })
      if (scenario === undefined) throw new Error(waterOut)
      expect(designBlocks(scenario, tinyWorld({ blocks: scenario.blocks.length, rackTypes: [scenario.blocks[0].racks[0]] }))).toHaveLength(4)
    }
  })
})
