import { describe, expect, test } from 'vitest'
import { FORMAT } from '../../src/scenario/schema/scenario.ts'
import { upgrade, UPGRADES } from '../../src/scenario/upgrades/index.ts'
import type { Upgrade } from '../../src/scenario/upgrades/index.ts'

test('the chain ends at the present format', () => {
  expect(UPGRADES.length + 1).toBe(FORMAT)
})

test('data of the present format passes as it is', () => {
  const data = { format: FORMAT, name: 'x' }
  expect(upgrade(data)).toEqual({ ok: true, value: data })
})

describe('a chain of steps', () => {
  const steps: Upgrade[] = [({ title, ...rest }) => ({ ...rest, name: title }), (data) => ({ ...data, seed: 1 })]

  test.each([
    [{ format: 1, title: 'x' }, { format: 3, name: 'x', seed: 1 }],
    [{ format: 2, name: 'x' }, { format: 3, name: 'x', seed: 1 }],
    [{ format: 3, name: 'x' }, { format: 3, name: 'x' }],
  ])('%o', (data, expected) => {
    expect(upgrade(data, steps)).toEqual({ ok: true, value: expected })
  })

  test('does not touch what it was given, and refuses what is newer', () => {
    const data = Object.freeze({ format: 1, title: 'x' })
    upgrade(data, steps)
    expect(data).toEqual({ format: 1, title: 'x' })
    expect(upgrade({ format: 4 }, steps)).toMatchObject({ ok: false, error: [{ code: 'format', path: 'format', value: '4' }] })
  })
})
