import { expect, test } from 'vitest'
import { bridgeEnergyWh, rampEnergyWh, rampMs } from '../../src/physics/ramp-storage.ts'

test('W4.11: 60 MW at 10 MW/min take 6.000 min and 3.000 MWh; 1 s of bridging 8.333 kWh', () => {
  expect(rampMs(60e6, 10e6) / 60_000).toBeCloseTo(6, 3)
  expect(rampEnergyWh(60e6, 10e6) / 1e6).toBeCloseTo(3, 3)
  expect(bridgeEnergyWh(60e6, 1000) / 1000).toBeCloseTo(8.333, 3)
})
