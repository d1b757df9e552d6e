import { expect, test } from 'vitest'
import { causeTurnsOff } from '../../../src/engine/ledger/causes.ts'
import type { Cause } from '../../../src/engine/ports.ts'

test('zones of power and of cooling turn their nodes off, and some may not return; fabric, repair and planned holds leave them on', () => {
  const off: Cause[] = ['gridOutage', 'transformerFault', 'upsFault', 'distributionFault', 'rackPower', 'zone', 'plantFault', 'cdu', 'leak', 'coolingPower']
  const on: Cause[] = ['leafFault', 'linkFault', 'fabricMaintenance', 'triage', 'repair', 'quarantine', 'maintenance', 'firmware', 'stranded']
  expect(off.filter(cause => !causeTurnsOff(cause))).toEqual([])
  expect(on.filter(causeTurnsOff)).toEqual([])
})
