/**
 * Load of single racks by class, worked out from who holds their nodes when somebody asks: most settles need the sums by block alone, which
 * are kept up to date. The parts add up to those sums to the watt.
 */
import { type ItLoad, LOAD_CLASS, LOAD_CLASS_COUNT } from '../ports.ts'
import { IDLE_SHARE, type NodeDraw, drawOf, wholeW } from './power-draw.ts'
import { type Cluster, NONE } from './tables.ts'

interface RackLoad {
  readonly requestW: Int32Array
  readonly minimumW: Int32Array
  /** Draw of a node of the type and at the share that were asked for last: neighbours are mostly alike. */
  readonly last: NodeDraw & { type: number; share: number }
}

/** Adds what `nodes` nodes of a rack draw in a class. */
function add(c: Cluster, into: RackLoad, rack: number, nodes: number, loadClass: number, share: number): void {
  const { last } = into
  const type = c.racks.col.type[rack]
  if (type !== last.type || share !== last.share) {
    drawOf(c, type, share, last)
    last.type = type
    last.share = share
  }
  const at = rack * LOAD_CLASS_COUNT + loadClass
  into.requestW[at] += wholeW(nodes * last.requestMw)
  into.minimumW[at] += wholeW(nodes * last.minimumMw)
}

function readRack(c: Cluster, into: RackLoad, rack: number): void {
  const { job } = c.nodes.col
  const { loadClass, drawShare } = c.jobs.col
  const { open, busy, job: jobOfRack } = c.racks.col
  const begin = c.world.racks.nodeBegin[rack]
  const end = c.world.racks.nodeBegin[rack + 1]
  if (open[rack] > busy[rack]) add(c, into, rack, open[rack] - busy[rack], LOAD_CLASS.network, IDLE_SHARE)
  const whole = jobOfRack[rack]
  if (whole !== NONE) {
    add(c, into, rack, busy[rack], loadClass[whole], drawShare[whole])
    return
  }
  let left = busy[rack]
  for (let node = begin; left > 0; node++) {
    const holder = job[node]
    if (holder === NONE || isSeen(job, begin, node)) continue
    let nodes = 0
    for (let other = node; other < end; other++) nodes += Number(job[other] === holder)
    add(c, into, rack, nodes, loadClass[holder], drawShare[holder])
    left -= nodes
  }
}

/** Whether an earlier node of the rack has the same job. */
function isSeen(job: Int32Array, begin: number, node: number): boolean {
  for (let before = node - 1; before >= begin; before--) if (job[before] === job[node]) return true
  return false
}

/** The load that compute offers: published sums by block, and racks on request. */
export function createLoad(c: Cluster): ItLoad {
  const cells = c.world.racks.count * LOAD_CLASS_COUNT
  const racks: RackLoad = { requestW: new Int32Array(cells), minimumW: new Int32Array(cells), last: { type: -1, share: -1, requestMw: 0, minimumMw: 0 } }
  return {
    requestW: racks.requestW,
    minimumW: racks.minimumW,
    readRacks(block) {
      const begin = c.world.blocks.rackBegin[block]
      const end = c.world.blocks.rackBegin[block + 1]
      // Most racks draw what they drew when somebody asked last.
      for (let rack = begin; rack < end; rack++) {
        if (c.rackStale[rack] === 0) continue
        c.rackStale[rack] = 0
        racks.requestW.fill(0, rack * LOAD_CLASS_COUNT, (rack + 1) * LOAD_CLASS_COUNT)
        racks.minimumW.fill(0, rack * LOAD_CLASS_COUNT, (rack + 1) * LOAD_CLASS_COUNT)
        readRack(c, racks, rack)
      }
    },
    // One row a block: the columns stay the same arrays when a run is restored.
    blockRequestW: c.blockPublished.col.requestW,
    blockMinimumW: c.blockPublished.col.minimumW,
    liveRequestW: c.blockLive.col.requestW,
    liveMinimumW: c.blockLive.col.minimumW,
  }
}
