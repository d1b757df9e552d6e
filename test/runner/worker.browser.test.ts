import known from '../golden/result-hashes.json'
import { createBrowserPool, createBrowserSession } from '../../src/runner/client.ts'
import { expect, test } from 'vitest'
import { describeSession, hashOf, KNOWN } from './conformance.ts'

describeSession('in a browser worker', createBrowserSession, known)

test('T10.5: a pool of browser workers gives what one gives', async () => {
  const pool = createBrowserPool(2)
  const names = Object.keys(KNOWN).slice(0, 2)
  const outcomes = await pool.runAll(names.map(name => KNOWN[name]))
  pool.terminate()
  expect(outcomes.map(hashOf)).toEqual(Object.values(known).slice(0, 2))
})
