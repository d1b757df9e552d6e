/**
 * The critical resource of every block, looked at as each window of the ledger closes: what keeps most of its racks from being put to use, of
 * delivery, building, power, cooling and network. Racks can be installed as far as the scarcest of these allows. Once all that is contracted
 * stands in service the block is looked at no more, until another lot is due.
 */
import { appendRow } from '../base/table.ts'
import type { CriticalSpell } from '../results/critical.ts'
import { BUCKETS } from '../scenario/buckets.ts'
import type { Gates } from './ledger/gates.ts'
import type { DomainContext } from './ports.ts'

/** Levels of the ledger that a rack passes before it can be burned in. */
const LAST_GATE = 4
const NONE = -1

export interface CriticalResource {
  /** A window closes. */
  sample(): void
  /** Spells until now, by block and then by time. */
  spells(): CriticalSpell[]
}

/** Bucket that holds most racks of a block, −1 when none is held; the earlier of equals. */
function bindingOf(ctx: Pick<DomainContext, 'world'>, gates: Pick<Gates, 'closedBy'>, block: number, held: Int32Array): number {
  const { racks, blocks } = ctx.world
  held.fill(0)
  for (let rack = blocks.rackBegin[block]; rack < blocks.rackBegin[block + 1]; rack++) {
    const bucket = gates.closedBy(racks.nodeBegin[rack])
    if (bucket >= 0 && BUCKETS[bucket].gate <= LAST_GATE) held[bucket] += 1
  }
  let most = NONE
  for (let bucket = 0; bucket < held.length; bucket++) if (held[bucket] > (most === NONE ? 0 : held[most])) most = bucket
  return most
}

/** Creates the log; blocks whose lots are all contracted and in service are done. */
export function createCriticalResource(ctx: DomainContext, gates: Pick<Gates, 'closedBy'>): CriticalResource {
  const { world, kernel, state } = ctx
  const { blocks, lots } = world
  const rows = state.table('critical.log', 64, { atMs: 'f64', block: 'i32', bucket: 'i16' })
  const now = state.table('critical.blocks', blocks.count, { bucket: 'i16', isDone: 'u8' })
  now.col.bucket.fill(NONE)
  const held = new Int32Array(BUCKETS.length)
  // Later generations on the same places are no part of the ramp.
  const lastMs = Float64Array.from({ length: blocks.count }, (_, block) => lots.contractMs.reduce((last, ms, lot) => (lots.block[lot] === block && lots.predecessor[lot] < 0 ? Math.max(last, ms) : last), 0))
  return {
    sample() {
      for (let block = 0; block < blocks.count; block++) {
        if (now.col.isDone[block] === 1) continue
        const bucket = bindingOf(ctx, gates, block, held)
        if (bucket === NONE && kernel.now >= lastMs[block]) now.col.isDone[block] = 1
        if (bucket === now.col.bucket[block]) continue
        now.col.bucket[block] = bucket
        const row = appendRow(rows)
        rows.col.atMs[row] = kernel.now
        rows.col.block[row] = block
        rows.col.bucket[row] = bucket
      }
    },
    spells() {
      const { atMs, block: of, bucket } = rows.col
      return Array.from({ length: blocks.count }, (_, block): CriticalSpell[] => {
        const mine = Array.from({ length: rows.length }, (_unused, row) => row).filter(row => of[row] === block)
        // What the first sample finds was there from the start.
        const beginMs = (i: number): number => (i === 0 ? atMs[mine[0]] - world.windowMs : i < mine.length ? atMs[mine[i]] : kernel.now)
        return mine.flatMap((row, i) => (bucket[row] === NONE ? [] : [{ block, fromMs: beginMs(i), toMs: beginMs(i + 1), bucket: BUCKETS[bucket[row]].code }]))
      }).flat()
    },
  }
}
