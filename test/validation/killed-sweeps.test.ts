/** A sweep that is killed at 200 random instants goes on each time and ends with the same bytes. */
import { expect, test } from 'vitest'
import { killSweeps } from '../cli/killed-sweep.ts'
import { temporaryFolder } from '../cli/nameplate.ts'

const KILLS = 200
const SEED = 20_270_108
const folder = temporaryFolder()

test(`${KILLS} kills, seed ${SEED}: never a partial file that is read as whole, never other bytes`, async () => {
  const { finished } = await killSweeps(folder, KILLS, SEED)
  // Some are killed late enough to have ended; most are not.
  expect(finished).toBeLessThan(KILLS)
}, 1_800_000)
