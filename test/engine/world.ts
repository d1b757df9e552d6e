/** Small hand-made worlds and recording stand-ins of ports for tests of single domains. */
import { childKey, entityKey, rootKey } from '../../src/base/rng.ts'
import type { Cause, GatePort, Fate, LedgerPort, World } from '../../src/engine/ports.ts'
import type { RackType } from '../../src/scenario/catalog/racks.ts'

export interface TinyWorld {
  readonly blocks?: number
  readonly racksPerBlock?: number
  readonly nodesPerRack?: number
  readonly acceleratorsPerNode?: number
  readonly racksPerLeaf?: number
  readonly horizonMs?: number
  readonly windowMs?: number
  /** Contract date by block, ms; default 0. */
  readonly contractMs?: readonly number[]
  readonly seed?: number
  /** Index in `rackTypes` of the racks of each block; the first where it says nothing. */
  readonly lotTypes?: readonly number[]
  readonly rackTypes?: readonly RackType[]
  readonly rackMaxW?: number
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** A world of equal blocks, racks and nodes with the same path order and stream keys as assembled scenarios have. */
export function tinyWorld(shape: TinyWorld = {}): World {
  const { blocks = 1, racksPerBlock = 2, nodesPerRack = 4, acceleratorsPerNode = 4, racksPerLeaf = 1, seed = 1 } = shape
  const rackCount = blocks * racksPerBlock
  const nodeCount = rackCount * nodesPerRack
  const leavesPerBlock = Math.ceil(racksPerBlock / racksPerLeaf)
  const root = rootKey(seed, 0)
  const begins = (count: number, size: number): Int32Array => Int32Array.from({ length: count + 1 }, (_, i) => i * size)
  const rackOf = (node: number): number => Math.floor(node / nodesPerRack)
  const blockOf = (rack: number): number => Math.floor(rack / racksPerBlock)
  const leafOf = (rack: number): number => blockOf(rack) * leavesPerBlock + Math.floor((rack % racksPerBlock) / racksPerLeaf)
  const key0 = new Uint32Array(nodeCount)
  const key1 = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    const rack = rackOf(node)
    const key = entityKey(root, `block[${blockOf(rack)}]/rack[${rack % racksPerBlock}]/node[${node % nodesPerRack}]`)
    key0[node] = key.k0
    key1[node] = key.k1
  }
  const leafBegin = new Int32Array(blocks * leavesPerBlock + 1)
  for (let node = 0; node < nodeCount; node++) leafBegin[leafOf(rackOf(node)) + 1]++
  for (let leaf = 0; leaf < blocks * leavesPerBlock; leaf++) leafBegin[leaf + 1] += leafBegin[leaf]
  return {
    horizonMs: shape.horizonMs ?? 10 * DAY_MS,
    windowMs: shape.windowMs ?? DAY_MS,
    startDay: 20_819,
    root,
    acceleratorCount: nodeCount * acceleratorsPerNode,
    rackTypes: shape.rackTypes ?? [],
    countedW: (shape.rackTypes ?? []).map(({ max }) => max),
    blocks: {
      count: blocks,
      path: Array.from({ length: blocks }, (_, i) => `block[${i}]`),
      label: Array.from({ length: blocks }, (_, i) => `Block ${i + 1}`),
      rackBegin: begins(blocks, racksPerBlock),
      nodeBegin: begins(blocks, racksPerBlock * nodesPerRack),
      leafBegin: begins(blocks, leavesPerBlock),
      accelerators: new Int32Array(blocks).fill(racksPerBlock * nodesPerRack * acceleratorsPerNode),
      contractMs: Float64Array.from({ length: blocks }, (_, i) => shape.contractMs?.[i] ?? 0),
      itMaxW: new Float64Array(blocks).fill(racksPerBlock * (shape.rackMaxW ?? 132_000)),
    },
    racks: {
      count: rackCount,
      block: Int32Array.from({ length: rackCount }, (_, rack) => blockOf(rack)),
      type: Int32Array.from({ length: rackCount }, (_, rack) => shape.lotTypes?.[blockOf(rack)] ?? 0),
      lot: Int32Array.from({ length: rackCount }, (_, rack) => blockOf(rack)),
      nodeBegin: begins(rackCount, nodesPerRack),
    },
    lots: {
      count: blocks,
      path: Array.from({ length: blocks }, (_, i) => `block[${i}]/lot[0]`),
      block: Int32Array.from({ length: blocks }, (_, i) => i),
      type: Int32Array.from({ length: blocks }, (_, i) => shape.lotTypes?.[i] ?? 0),
      firstRack: Int32Array.from({ length: blocks }, (_, i) => i * racksPerBlock),
      rackCount: new Int32Array(blocks).fill(racksPerBlock),
      nodeOffset: new Int32Array(blocks),
      nodesPerRack: new Int32Array(blocks).fill(nodesPerRack),
      accelerators: new Int32Array(blocks).fill(racksPerBlock * nodesPerRack * acceleratorsPerNode),
      contractMs: Float64Array.from({ length: blocks }, (_, i) => shape.contractMs?.[i] ?? 0),
      retireMs: new Float64Array(blocks).fill(Infinity),
      predecessor: new Int32Array(blocks).fill(-1),
    },
    nodes: {
      count: nodeCount,
      rack: Int32Array.from({ length: nodeCount }, (_, node) => rackOf(node)),
      block: Int32Array.from({ length: nodeCount }, (_, node) => blockOf(rackOf(node))),
      leaf: Int32Array.from({ length: nodeCount }, (_, node) => leafOf(rackOf(node))),
      lot: Int32Array.from({ length: nodeCount }, (_, node) => blockOf(rackOf(node))),
      accelerators: new Int32Array(nodeCount).fill(acceleratorsPerNode),
      key0,
      key1,
    },
    leaves: {
      count: blocks * leavesPerBlock,
      block: Int32Array.from({ length: blocks * leavesPerBlock }, (_, leaf) => Math.floor(leaf / leavesPerBlock)),
      nodeBegin: leafBegin,
    },
  }
}

/** The key of the n-th draw parent of a job-like entity; shown here so that tests agree on it. */
export const jobKey = (world: World, source: string, ordinal: number) => childKey(entityKey(world.root, source), ordinal)

export interface GateCall {
  readonly atMs: number
  readonly call: keyof GatePort
  readonly entity: number
  readonly cause: Cause
}

/** Gates that only remember: every call, and per entity the set of causes held now. */
export function recordingGates(now: () => number): GatePort & { readonly calls: GateCall[]; readonly held: Map<string, Set<Cause>> } {
  const calls: GateCall[] = []
  const held = new Map<string, Set<Cause>>()
  const act = (call: keyof GatePort, level: string, closes: boolean) => (entity: number, cause: Cause) => {
    const key = `${level}[${entity}]`
    const causes = held.get(key) ?? new Set<Cause>()
    if (causes.has(cause) === closes) return
    if (closes) causes.add(cause)
    else causes.delete(cause)
    held.set(key, causes)
    calls.push({ atMs: now(), call, entity, cause })
  }
  return {
    calls,
    held,
    closeBlock: act('closeBlock', 'block', true),
    openBlock: act('openBlock', 'block', false),
    closeRack: act('closeRack', 'rack', true),
    openRack: act('openRack', 'rack', false),
    closeNode: act('closeNode', 'node', true),
    openNode: act('openNode', 'node', false),
    setBadAccelerators() {},
    isOpen: node => (held.get(`node[${node}]`)?.size ?? 0) === 0,
  }
}

export interface Booking {
  readonly accelerators: number
  readonly fromMs: number
  readonly toMs: number
  readonly blockedMs: number
  readonly factors: readonly number[]
  readonly lost?: Fate
}

/** A ledger that only remembers: timed holdings as accelerator-ms per bucket, and the settled segments. */
export function recordingLedger(now: () => number): LedgerPort & {
  readonly settled: Booking[]
  readonly idle: () => readonly number[]
  /** Accelerator-ms held in a bucket so far (idle reasons excluded). */
  heldMs(bucket: number): number
  /** Accelerator-ms idle so far, all reasons. */
  idleMs(): number
  /** The same by index of the reason. */
  idleMsOf(reason: number): number
} {
  const counts = new Map<number, { count: number; since: number; ms: number }>()
  const settled: Booking[] = []
  let idle: number[] = []
  let idleSince = 0
  const idleTotals: number[] = []
  const entry = (bucket: number) => {
    const found = counts.get(bucket) ?? { count: 0, since: now(), ms: 0 }
    found.ms += found.count * (now() - found.since)
    found.since = now()
    counts.set(bucket, found)
    return found
  }
  const postIdle = (): void => {
    idle.forEach((count, reason) => void (idleTotals[reason] = (idleTotals[reason] ?? 0) + count * (now() - idleSince)))
    idleSince = now()
  }
  return {
    settled,
    idle: () => idle,
    heldMs: bucket => entry(bucket).ms,
    idleMs: () => {
      postIdle()
      return idleTotals.reduce((sum, ms) => sum + ms, 0)
    },
    idleMsOf(reason) {
      postIdle()
      return idleTotals[reason] ?? 0
    },
    hold(bucket, accelerators) {
      entry(bucket).count += accelerators
    },
    release(bucket, accelerators) {
      entry(bucket).count -= accelerators
    },
    setIdle(vector) {
      postIdle()
      idle = Array.from(vector)
    },
    settle(accelerators, fromMs, toMs, blockedMs, factors, lost) {
      const booking = { accelerators, fromMs, toMs, blockedMs, factors: Array.from(factors) }
      settled.push(lost === undefined ? booking : { ...booking, lost })
    },
  }
}
