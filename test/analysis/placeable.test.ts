import { describe, expect, test } from 'vitest'
import { blockPlaceable, capacityLadder, placeable } from '../../src/results/capacity.ts'

describe('what can be placed, and what that strands', () => {
  test('W0.1: space 30.0 MW, power 26.5 MW, cooling 28.0 MW', () => {
    const { placeableW, binds, stranded } = placeable([{ id: 'space', usableW: 30e6 }, { id: 'power', usableW: 26.5e6 }, { id: 'cooling', usableW: 28e6 }])
    expect(placeableW).toBe(26.5e6)
    expect(binds).toBe('power')
    expect(stranded).toEqual([{ id: 'space', w: 3.5e6 }, { id: 'power', w: 0 }, { id: 'cooling', w: 1.5e6 }])
  })

  test('Eq 0.1: overheads come out of the electric power', () => {
    expect(placeable([{ id: 'power', usableW: 33e6, overheads: 0.1 }, { id: 'network ports', usableW: 31e6 }])).toMatchObject({ placeableW: 33e6 / 1.1, binds: 'power' })
  })

  test('cooling that is not known binds nothing', () => {
    const ladder = capacityLadder(10e6, { isInstalled: true, isCommissioned: true, isEnergised: true, availableW: 9e6, usableW: 7e6 })
    const block = { ...ladder, block: 0, committedW: 5e6, usedW: 4e6, spaceW: 8e6, powerW: 7e6, imbalanceW: 0, overheadFraction: 0.2 }
    expect(blockPlaceable({ ...block, coolingW: null })).toMatchObject({ placeableW: 7e6, binds: 'power' })
    expect(blockPlaceable({ ...block, coolingW: 6e6 })).toMatchObject({ placeableW: 6e6, binds: 'cooling' })
  })
})

describe('I8: no level of the ladder is above the one before it', () => {
  test.each(Array.from({ length: 32 }, (_, bits) => bits))('flags %d', bits => {
    const is = (bit: number): boolean => (bits >> bit) % 2 === 1
    for (const availableW of [0, 5e6, 20e6]) for (const usableW of [0, 4e6, 30e6]) {
      const { designW, installedW, commissionedW, energisedW, availableW: left, usableW: may } = capacityLadder(10e6, { isInstalled: is(0), isCommissioned: is(1), isEnergised: is(2), availableW, usableW })
      const levels = [designW, installedW, commissionedW, energisedW, left, may]
      levels.slice(1).forEach((level, i) => expect(level).toBeLessThanOrEqual(levels[i]))
    }
  })
})
