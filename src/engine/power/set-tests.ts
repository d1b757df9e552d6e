/**
 * Tests of standby sets: all sets of a block on the load bank, every month for a short time and once a year for longer. They need no draw
 * of their own, because the probabilities of the catalog are those of sets that are tested. A test that the permit forbids is missed; a
 * demand that lasts at the time of a test stands for it. The load bank is not on the site's buses, so only hours and fuel count.
 */
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { MODE, type PowerSite, cancelAt } from './power-site.ts'
import { type Standby, beginTest, endTest } from './standby.ts'

const MONTHS = 12
const MONTH_MS = YEAR_MS / MONTHS
/** Blocks are tested on different days. */
const STAGGER_DAYS = 28

export interface SetTests {
  readonly standby: Standby
  readonly began: CommandType
  readonly ended: CommandType
}

/** Registers the commands of tests. */
export function createSetTests(standby: Standby): SetTests {
  const { p } = standby
  const { kernel } = p.ctx
  const tests: SetTests = {
    standby,
    began: kernel.command('power.testBegan', Phase.facility, block => {
      kernel.schedule(tests.began, block, kernel.now + MONTH_MS)
      hold(tests, block)
    }),
    ended: kernel.command('power.testEnded', Phase.facility, block => {
      p.fuel.col.tested[block] = 0
      endTest(standby, block)
      p.ports.requestSettle(block)
    }),
  }
  return tests
}

/** Tests of a block begin a month after it is energised. */
export function startTests({ standby: { p }, began }: SetTests, block: number): void {
  const { standby } = p.plan.blocks[block]
  if (standby === undefined || (standby.tests.monthlyMs === 0 && standby.tests.loadBankMs === 0)) return
  p.ctx.kernel.schedule(began, block, p.ctx.kernel.now + MONTH_MS + (block % STAGGER_DAYS) * DAY_MS)
}

function hold({ standby, ended }: SetTests, block: number): void {
  const { p } = standby
  const { tests: counts, missed, tested } = p.fuel.col
  const tests = p.plan.blocks[block].standby?.tests
  if (tests === undefined) return
  counts[block] += 1
  const isLoadBank = tests.loadBankMs > 0 && counts[block] % MONTHS === 0
  const spanMs = isLoadBank ? tests.loadBankMs : tests.monthlyMs
  if (spanMs === 0) return
  const isTested = isOnDemand(p, block) || beginTest(standby, block, isLoadBank ? tests.loadBankLoad : tests.load)
  missed[block] = isTested ? 0 : missed[block] + 1
  if (!isTested || isOnDemand(p, block)) return
  cancelAt(p, tested, block)
  tested[block] = p.ctx.kernel.schedule(ended, block, p.ctx.kernel.now + spanMs)
  p.ports.requestSettle(block)
}

/** The integrated test of a block: its sets carry load banks of the design power for so long; not if the permit or empty tanks forbid it. */
export function holdIntegratedTest({ standby, ended }: SetTests, block: number, spanMs: number): void {
  const { p } = standby
  const plan = p.plan.blocks[block]
  if (plan.standby === undefined || spanMs <= 0 || isOnDemand(p, block)) return
  if (!beginTest(standby, block, Math.min(1, plan.itMaxW / (plan.standby.count * plan.standby.spec.ratedW)))) return
  cancelAt(p, p.fuel.col.tested, block)
  p.fuel.col.tested[block] = p.ctx.kernel.schedule(ended, block, p.ctx.kernel.now + spanMs)
}

const isOnDemand = (p: PowerSite, block: number): boolean => p.blocks.col.mode[block] !== MODE.utility && p.blocks.col.mode[block] !== MODE.off
