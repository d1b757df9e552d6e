import { expect, test } from 'vitest'
import { InvariantError, assert, unreachable } from '../../src/base/assert.ts'
import { sourced } from '../../src/base/quantity.ts'
import { err, ok } from '../../src/base/result.ts'

test('a failed assertion names what is wrong and the values', () => {
  expect(() => assert(true, 'fine')).not.toThrow()
  expect(() => assert(false, 'load above rating', { loadW: 12, ratedW: 10 })).toThrow(new InvariantError('load above rating', { loadW: 12, ratedW: 10 }))
  const error = new InvariantError('load above rating', { loadW: 12, ratedW: 10 })
  expect(error.message).toBe('load above rating: loadW = 12, ratedW = 10')
  expect(error.values).toEqual({ loadW: 12, ratedW: 10 })
  expect(error).toBeInstanceOf(Error)
})

test('a case that types exclude still throws at run time', () => {
  expect(() => unreachable('surprise' as never)).toThrow('surprise')
})

test('results and sourced numbers are plain records', () => {
  expect(ok(3)).toEqual({ ok: true, value: 3 })
  expect(err('no')).toEqual({ ok: false, error: 'no' })
  expect(sourced(0.97, '', 'data sheet')).toEqual({ value: 0.97, unit: '', source: 'data sheet', confidence: 'medium' })
})
