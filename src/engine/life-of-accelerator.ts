/**
 * The life of one accelerator. Gates decide while any is closed; then whoever holds it. What work comes to is known when its time is settled,
 * sooner or later: until then each stretch of work waits, and what is left at the end is productive, as in the ledger.
 */
import { assert } from '../base/assert.ts'
import type { AcceleratorLife } from '../results/biography.ts'
import { BUCKETS } from '../scenario/buckets.ts'
import { BUCKET_OF_STATE } from './compute/holding.ts'
import type { Holder } from './compute/life-view.ts'
import { planDeliveries } from './facility/procurement.ts'
import { FACTOR_BUCKET, type SettleListener } from './ledger/accounts.ts'
import { splitExactly } from './ledger/split.ts'
import { SAMPLERS_OF } from './ports.ts'
import { createParts, createSpans, type LifeGround, type Observer, type OpenSpan } from './life-observer.ts'

export const IDLE = 'L7'
const LABELS: ReadonlyMap<string, string> = new Map([...BUCKETS.map(({ code, label }) => [code, label] as const), [IDLE, 'Idle']])
export const labelOf = (code: string): string => LABELS.get(code) ?? code

/** Bucket of a job's state; undefined for work, of which nobody knows yet what it comes to. */
export function stateBucket(state: number): string | undefined {
  const bucket = BUCKET_OF_STATE[state]
  return bucket < 0 || BUCKETS[bucket].gate === 0 ? undefined : BUCKETS[bucket].code
}

/** Work of which nobody knows yet what it comes to. */
interface Stretch {
  /** Number of the job, `UID_SPAN` more where it generates for it, or −2 − the number of the service. */
  readonly owner: number
  fromMs: number
  /** Infinity while it goes on. */
  toMs: number
  readonly span: OpenSpan
}

interface Contract {
  readonly fromMs: number
  readonly toMs: number
}

/** Contract of the lot of a node, as far as it lies in the run. */
function contractOf({ world }: LifeGround['ctx'], node: number): Contract {
  const lot = world.nodes.lot[node]
  const fromMs = Math.min(world.lots.contractMs[lot], world.horizonMs)
  return { fromMs, toMs: Math.max(fromMs, Math.min(world.lots.retireMs[lot], world.horizonMs)) }
}

/** When the rack of a node was ordered and shipped and when it came; undefined for one that stands at the start. */
function deliveryOf(ctx: LifeGround['ctx'], node: number) {
  const [rack, lot] = [ctx.world.nodes.rack[node], ctx.world.nodes.lot[node]]
  return planDeliveries(ctx).trucks.find(truck => truck.lot === lot && truck.firstRack <= rack && rack < truck.endRack)
}

/** Books of one accelerator: whole ms by bucket inside its contract. */
function createBook(contract: Contract) {
  const parts = createParts(labelOf)
  const inside = (fromMs: number, toMs: number): number => Math.max(0, Math.min(toMs, contract.toMs) - Math.max(fromMs, contract.fromMs))
  const out = new Float64Array(FACTOR_BUCKET.length + 1)
  return {
    parts,
    inside,
    /** [fromMs, toMs) was what `code` says. */
    add: (code: string, fromMs: number, toMs: number): void => parts.add(code, inside(fromMs, toMs)),
    /** [fromMs, toMs), which lies in the settled [beginMs, endMs), was work of this outcome. */
    settle(fromMs: number, toMs: number, beginMs: number, endMs: number, blockedMs: number, usefulBucket: number, shares: Float64Array): void {
      const [from, to] = [Math.max(fromMs, contract.fromMs), Math.min(toMs, contract.toMs)]
      if (to <= from) return
      const upTo = (ms: number): number => Math.floor((blockedMs * (ms - beginMs)) / (endMs - beginMs))
      const blocked = upTo(to) - upTo(from)
      parts.add('L9.ckpt', blocked)
      splitExactly(to - from - blocked, shares, out)
      parts.add(BUCKETS[usefulBucket].code, out[0])
      FACTOR_BUCKET.forEach((bucket, i) => parts.add(BUCKETS[bucket].code, out[i + 1]))
    },
  }
}

/** One accelerator under observation. */
interface Watched {
  readonly ground: LifeGround
  readonly node: number
  readonly accelerator: number
  readonly contract: Contract
  readonly delivery: ReturnType<typeof deliveryOf>
  readonly book: ReturnType<typeof createBook>
  readonly row: ReturnType<typeof createSpans>
  readonly open: Stretch[]
  readonly holder: Holder
  /** The stretch of work that goes on, and the begin of the present state. */
  current: Stretch | undefined
  sinceMs: number
}

/** What was ordered before the start has a life before it. */
function enterBeforeStart({ row, delivery }: Watched): void {
  if (delivery === undefined || delivery.orderMs >= 0) return
  row.enter(delivery.orderMs, 'L1.supplier', labelOf('L1.supplier'), -1)
  if (delivery.shipMs < 0) row.enter(delivery.shipMs, 'L1.shipping', labelOf('L1.shipping'), -1)
  if (delivery.arriveMs < 0) row.enter(delivery.arriveMs, 'L1.receiving', labelOf('L1.receiving'), -1)
}

/** Numbers of jobs are below this. */
const UID_SPAN = 0x1_0000_0000

/** Whose work it is, from an owner as the ledger tells it: rows of jobs are used again, their numbers are not. */
function keyOf(view: LifeGround['view'], owner: number): number {
  if (owner < 0) return owner
  return owner < SAMPLERS_OF ? view.uid(owner) : UID_SPAN + view.uid(owner - SAMPLERS_OF)
}

const settleOf = ({ ground: { view }, open, book }: Watched): SettleListener => (owner, fromMs, toMs, _accelerators, blockedMs, usefulBucket, shares) => {
  const key = keyOf(view, owner)
  for (let at = 0; at < open.length; at++) {
    const stretch = open[at]
    const [from, to] = [Math.max(fromMs, stretch.fromMs), Math.min(toMs, stretch.toMs)]
    if (stretch.owner !== key || to <= from) continue
    // What is before may stay open while what a near copy of its work did not outlive is lost.
    if (from > stretch.fromMs) {
      open.splice(at, 0, { ...stretch, toMs: from })
      at += 1
    }
    book.settle(from, to, fromMs, toMs, blockedMs, usefulBucket, shares)
    if (BUCKETS[usefulBucket].code.startsWith('L9.rework.')) stretch.span.lostMs += to - from
    stretch.fromMs = to
  }
  while (open.length > 0 && open[0].fromMs >= open[0].toMs) open.shift()
}

interface Reading {
  readonly state: string
  readonly label: string
  readonly job: number
  /** Whose work it is, as in `Stretch`. */
  readonly owner: number
}

const plain = (state: string, label = labelOf(state)): Reading => ({ state, label, job: -1, owner: -1 })

/** What it is now, and whose work. */
function readNow({ ground: { ctx: { world, scenario, kernel }, gates, view }, node, accelerator, contract, delivery, holder }: Watched): Reading {
  const { now } = kernel
  if (now >= world.lots.retireMs[world.nodes.lot[node]]) return plain('after', 'Retired')
  const bucket = gates.closedFor(node, accelerator)
  if (bucket >= 0) {
    const isPlanned = delivery !== undefined && now < delivery.orderMs && BUCKETS[bucket].code === 'L1.supplier'
    return isPlanned ? plain('L1.supplier', 'Not yet ordered') : plain(BUCKETS[bucket].code)
  }
  if (now < contract.fromMs) return plain('before', 'Ready, not yet contracted')
  view.holder(node, accelerator, holder)
  if (holder.kind === 'idle') return plain(IDLE)
  if (holder.kind === 'spare') return plain('L6.spareReserve')
  const { id } = scenario.workload[view.entry(holder.row)]
  const job = view.uid(holder.row)
  const state = stateBucket(view.state(holder.row))
  if (state !== undefined) return { state, label: `${labelOf(state)}: ${id}`, job, owner: -1 }
  return { state: 'run', label: `Working for ${id}`, job, owner: holder.kind === 'replica' ? -2 - view.service(holder.row) : keyOf(view, holder.isSampler ? SAMPLERS_OF + holder.row : holder.row) }
}

/** The present state ends now. */
function leave(w: Watched): void {
  const { now } = w.ground.ctx.kernel
  const last = w.row.last()
  if (w.current !== undefined) w.current.toMs = now
  else if (last !== undefined) w.book.add(last.state, Math.max(w.sinceMs, 0), now)
}

function look(w: Watched): void {
  const { now } = w.ground.ctx.kernel
  const { state, label, job, owner } = readNow(w)
  const last = w.row.last()
  if (last?.state === state && last.job === job && last.label === label) return
  leave(w)
  const span = w.row.enter(now, state, label, job)
  w.sinceMs = now
  w.current = state === 'run' ? { owner, fromMs: now, toMs: Infinity, span } : undefined
  if (w.current !== undefined) w.open.push(w.current)
}

function tell(w: Watched): AcceleratorLife {
  const { ground, node, contract, book, row } = w
  const { world, kernel } = ground.ctx
  leave(w)
  const last = row.last()
  if (last !== undefined) last.toMs = kernel.now
  let horizonMs = 0
  for (const { fromMs, toMs } of w.open) {
    book.add('P', fromMs, toMs)
    horizonMs += book.inside(fromMs, toMs)
  }
  const contractedMs = contract.toMs - contract.fromMs
  assert(book.parts.total() === contractedMs, 'the parts of a life do not sum to its contract', { parts: book.parts.total(), contractedMs })
  return {
    kind: 'accelerator', node: pathOf(ground, node), accelerator: w.accelerator, block: world.blocks.label[world.nodes.block[node]], model: world.rackTypes[world.lots.type[world.nodes.lot[node]]].model,
    orderedMs: w.delivery?.orderMs ?? null, contractMs: contract.fromMs, contractEndMs: contract.toMs, spans: row.spans, parts: book.parts.list(), horizonMs,
  }
}

/** Tells the life of one of the accelerators of a node, which live alike but on shared nodes. */
export function observeAccelerator(ground: LifeGround, node: number, accelerator: number): Observer<AcceleratorLife> {
  const contract = contractOf(ground.ctx, node)
  const w: Watched = { ground, node, accelerator, contract, delivery: deliveryOf(ground.ctx, node), book: createBook(contract), row: createSpans(), open: [], holder: { kind: 'idle', row: 0, isSampler: false }, current: undefined, sinceMs: 0 }
  enterBeforeStart(w)
  ground.accounts.watch(settleOf(w))
  return { look: () => look(w), tell: () => tell(w) }
}

/** Path of a node, such as `block[0]/rack[3]/node[1]`, with its site in front where there are several. */
function pathOf({ site, ctx: { world } }: LifeGround, node: number): string {
  const [rack, block] = [world.nodes.rack[node], world.nodes.block[node]]
  return `${site === null ? '' : `${site}/`}${world.blocks.path[block]}/rack[${rack - world.blocks.rackBegin[block]}]/node[${node - world.racks.nodeBegin[rack]}]`
}
