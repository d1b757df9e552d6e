import { expect, test } from 'vitest'
import { EXACT_MATH_CASES, exactMathFailures } from '../base/exact-math-cases.ts'

test('exact math has the same bits in this browser', () => {
  expect(EXACT_MATH_CASES.length).toBeGreaterThan(50)
  expect(exactMathFailures()).toEqual([])
})
