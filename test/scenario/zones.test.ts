import { describe, expect, test } from 'vitest'
import { type Members, memberIndexes, missingMembers, zoneMembersItem } from '../../src/scenario/schema/zone-members.ts'
import { isZoneNamed, neighboursOf, zonesOf } from '../../src/scenario/zones.ts'
import { hallText, scenarioOf } from '../engine/audit/hall.ts'

const read = (input: unknown): Members | undefined => {
  const found = zoneMembersItem('Racks.').safeParse(input)
  return found.success ? found.data : undefined
}

describe('members of a zone', () => {
  test.each([
    ['all', [0, 1, 2, 3, 4]],
    [[1, 3], [0, 2]],
    [['2-4', 3, 1], [0, 1, 2, 3]],
    [[4, '5-9'], [3, 4]],
  ])('%j of five', (input, indexes) => {
    expect(memberIndexes(read(input), 5)).toEqual(indexes)
  })

  test.each([['none'], [7], [[]], [[0]], [['3-2']], [[1.5]], [[null]], [{}]])('%j is refused', input => {
    expect(read(input)).toBeUndefined()
  })

  test('what does not exist is told with its place; all is never too many', () => {
    expect(missingMembers(read([1, '4-6', 9]), 5)).toEqual([{ at: 1, number: 6 }, { at: 2, number: 9 }])
    expect(missingMembers(read('all'), 0)).toEqual([])
  })
})

const text = (zones: string, more = ''): string => `${hallText({ topology: '3-to-make-2', modules: 9, racks: 15, power: [`fireZones: {${zones}}`] })}${more}`
const pairs = (written: string): string[] => {
  const zones = zonesOf(scenarioOf(written))
  return neighboursOf(zones).flatMap((list, index) => list.map(({ zone, distance }) => `${zones[index].name} ${zones[zone].name} ${distance}`))
}

describe('neighbours', () => {
  test('rooms of a block share walls unless the file says otherwise; yards stand alone', () => {
    expect(pairs(text('one: {ups: [1]}, two: {racks: all}, yard: {transformers: all}'))).toEqual(['hall/one hall/two 0', 'hall/two hall/one 0'])
  })

  test('a stated distance holds both ways', () => {
    expect(pairs(text('one: {ups: [1], neighbours: [{zone: two, distance: 4 m}]}, two: {ups: [2], neighbours: []}, three: {ups: [3]}'))).toEqual(['hall/one hall/two 4', 'hall/two hall/one 4'])
  })

  test('zones of the site are meant by name', () => {
    expect(pairs(text('one: {ups: [1], neighbours: []}', 'fire: {zones: {yard: {neighbours: [{zone: hall/one, distance: 12 m}]}}}\n'))).toEqual(['hall/one yard 12', 'yard hall/one 12'])
  })

  test('an entry with a count means all its instances', () => {
    expect(isZoneNamed({ name: 'hall[2]/ups', block: 2 }, 'hall/ups')).toBe(true)
    expect(isZoneNamed({ name: 'hall[2]/ups', block: 2 }, 'hall[1]/ups')).toBe(false)
    expect(isZoneNamed({ name: 'hallway/ups', block: 0 }, 'hall/ups')).toBe(false)
    expect(isZoneNamed({ name: 'yard', block: -1 }, 'yard')).toBe(true)
  })
})
