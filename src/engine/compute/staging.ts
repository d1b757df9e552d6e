/**
 * Data that jobs need at their site before they start: it comes over the wide-area link to where it lies, a region or another site of the file. Transfers over one link share
 * it equally; what the link gives all of them, beside the training that spans it, the fabric says. A virtual clock counts the bytes that
 * every transfer of a link has got, so that a transfer is one row, wherever it stands; rows are sorted by link and end.
 */
import { growTable, type Table } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { ComputeScenario } from './parameters.ts'
import type { WidePort } from '../ports.ts'

/** Bytes that are nothing. */
const NOTHING_B = 0.5
const PLACE = { away: 0, coming: 1, here: 2 } as const

const LINK_COLUMNS = { count: 'i32', givenB: 'f64', sinceMs: 'f64', share: 'f64', timer: 'f64' } as const
/** `owner`: a job, or −1 − the entry whose data set comes. */
const TRANSFER_COLUMNS = { link: 'i32', endB: 'f64', owner: 'i32' } as const

/** Data of the jobs of an entry. */
interface DataSet {
  /** Link over which it comes; −1 where it lies at this site. */
  readonly link: number
  readonly bytes: number
  readonly isKept: boolean
  readonly holdsNodes: boolean
}

export interface Staging {
  /** Whether jobs of an entry wait for data in the queue (`queue`) or on their nodes (`nodes`). */
  waits(entry: number, where: 'queue' | 'nodes'): boolean
  /** A job waits for the data of its entry; `arrived` follows. */
  ask(job: number, entry: number): void
  /** So many bytes come for a job from another site, by its place in the file; `arrived` follows. */
  bring(job: number, site: number, bytes: number): void
  /** A job waits no longer. */
  leave(job: number): void
  /** A link carries another share of what is asked of it. */
  shareChanged(link: number): void
}

interface Book {
  readonly kernel: Kernel
  readonly wide: () => WidePort
  readonly sets: readonly (DataSet | undefined)[]
  readonly links: Table<typeof LINK_COLUMNS>
  readonly transfers: Table<typeof TRANSFER_COLUMNS>
  /** Where the data set of an entry is; jobs that wait for one that is on its way. */
  readonly places: Table<{ readonly place: 'u8' }>
  readonly waiting: Table<{ readonly job: 'i32'; readonly entry: 'i32' }>
  readonly arrived: (job: number) => void
  readonly types: { done: number }
}

/** First row at or behind (link, endB). */
function rowAt({ transfers }: Book, link: number, endB: number): number {
  const { link: links, endB: ends } = transfers.col
  let low = 0
  let high = transfers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (links[middle] < link || (links[middle] === link && ends[middle] < endB)) low = middle + 1
    else high = middle
  }
  return low
}

/** Rate of each transfer of a link, B/ms. */
const rateOf = ({ links, wide }: Book, link: number): number => (wide().regionBps(link) * links.col.share[link]) / 1000

/** Brings the transfers of a link up to now. */
function advance(b: Book, link: number): void {
  const { givenB, sinceMs, count } = b.links.col
  givenB[link] = count[link] === 0 ? 0 : givenB[link] + rateOf(b, link) * (b.kernel.now - sinceMs[link])
  sinceMs[link] = b.kernel.now
}

/** The timer of a link fires when its next transfer is done; while nothing comes through there is none. */
function arm(b: Book, link: number): void {
  const { kernel, links } = b
  const { timer, count, givenB } = links.col
  kernel.cancel(timer[link])
  const rate = rateOf(b, link)
  if (count[link] === 0 || rate <= 0) {
    timer[link] = 0
    return
  }
  const leftB = b.transfers.col.endB[rowAt(b, link, -Infinity)] - givenB[link]
  timer[link] = kernel.schedule(b.types.done, link, kernel.now + Math.max(1, Math.ceil(leftB / rate)))
}

/** Transfers have come or gone: the fabric says what each gets now. */
function reshare(b: Book, link: number): void {
  const { count, share } = b.links.col
  b.wide().loadRegion(link, count[link] * b.wide().regionBps(link))
  share[link] = b.wide().regionShare(link)
  arm(b, link)
}

function begin(b: Book, { link, bytes }: Pick<DataSet, 'link' | 'bytes'>, owner: number): void {
  const { transfers } = b
  advance(b, link)
  const endB = b.links.col.givenB[link] + bytes
  const row = rowAt(b, link, endB)
  if (transfers.length === transfers.capacity) growTable(transfers, transfers.length + 1)
  for (const column of [transfers.col.link, transfers.col.endB, transfers.col.owner]) column.copyWithin(row + 1, row, transfers.length)
  transfers.length += 1
  transfers.col.link[row] = link
  transfers.col.endB[row] = endB
  transfers.col.owner[row] = owner
  b.links.col.count[link] += 1
  reshare(b, link)
}

function removeRow({ transfers, links }: Book, row: number): void {
  links.col.count[transfers.col.link[row]] -= 1
  for (const column of [transfers.col.link, transfers.col.endB, transfers.col.owner]) column.copyWithin(row, row + 1, transfers.length)
  transfers.length -= 1
}

/** All that has come over a link by now. */
function done(b: Book, link: number): void {
  const { transfers, links } = b
  links.col.timer[link] = 0
  advance(b, link)
  const owners: number[] = []
  while (links.col.count[link] > 0) {
    const row = rowAt(b, link, -Infinity)
    if (transfers.col.endB[row] - links.col.givenB[link] > NOTHING_B) break
    owners.push(transfers.col.owner[row])
    removeRow(b, row)
  }
  reshare(b, link)
  for (const owner of owners) {
    if (owner >= 0) b.arrived(owner)
    else setArrived(b, -1 - owner)
  }
}

/** The data set of an entry is here: so are all that wait for it. */
function setArrived(b: Book, entry: number): void {
  b.places.col.place[entry] = PLACE.here
  const { job, entry: entries } = b.waiting.col
  const jobs: number[] = []
  for (let row = b.waiting.length - 1; row >= 0; row--) {
    if (entries[row] !== entry) continue
    jobs.push(job[row])
    dropWaiting(b, row)
  }
  for (const each of jobs.toReversed()) b.arrived(each)
}

function dropWaiting({ waiting }: Book, row: number): void {
  const { job, entry } = waiting.col
  job.copyWithin(row, row + 1, waiting.length)
  entry.copyWithin(row, row + 1, waiting.length)
  waiting.length -= 1
}

function addWaiting({ waiting }: Book, job: number, entry: number): void {
  if (waiting.length === waiting.capacity) growTable(waiting, waiting.length + 1)
  waiting.col.job[waiting.length] = job
  waiting.col.entry[waiting.length] = entry
  waiting.length += 1
}

function leave(b: Book, job: number): void {
  for (let row = 0; row < b.waiting.length; row++) {
    if (b.waiting.col.job[row] !== job) continue
    dropWaiting(b, row)
    return
  }
  for (let row = 0; row < b.transfers.length; row++) {
    if (b.transfers.col.owner[row] !== job) continue
    const link = b.transfers.col.link[row]
    advance(b, link)
    removeRow(b, row)
    reshare(b, link)
    return
  }
}

/** This site and all of them, in a file with several. */
interface Place {
  readonly here: string | undefined
  readonly siteIds: readonly string[]
}

/** Data of every entry; undefined where it needs none, or lies at this site (`here`), or no link is stated to where it lies. */
function dataSets(workload: WorkloadSection, { here, siteIds }: Place, regions: readonly { readonly id: string }[]): (DataSet | undefined)[] {
  return workload.map(entry => {
    const data = 'data' in entry ? entry.data : undefined
    // A site of the file goes before a region of the same name.
    const site = data === undefined ? -1 : siteIds.indexOf(data.at)
    const link = data === undefined || data.at === here ? -1 : site >= 0 ? regions.length + site : regions.findIndex(({ id }) => id === data.at)
    return data === undefined || link < 0 ? undefined : { link, bytes: data.size, isKept: data.keep, holdsNodes: data.wait === 'nodes' }
  })
}

/** Creates what brings data to the site; undefined where no entry needs any from elsewhere. `arrived` tells of a job whose data is here. */
export function createStaging({ workload, fabric }: ComputeScenario, place: Place, kernel: Kernel, state: State, wide: (() => WidePort) | undefined, arrived: (job: number) => void): Staging | undefined {
  const regions = fabric?.wan.regions ?? []
  const sets = dataSets(workload, place, regions)
  const moves = workload.some(entry => 'moves' in entry && entry.moves !== undefined)
  if (wide === undefined || (!moves && sets.every(set => set === undefined))) return undefined
  const transfers = state.table('compute.transfers', 16, TRANSFER_COLUMNS)
  const waiting = state.table('compute.waitForData', 16, { job: 'i32', entry: 'i32' })
  transfers.length = 0
  waiting.length = 0
  const b: Book = {
    kernel, wide, sets, transfers, waiting, arrived,
    links: state.table('compute.dataLinks', regions.length + place.siteIds.length, LINK_COLUMNS),
    places: state.table('compute.dataSets', sets.length, { place: 'u8' }),
    types: { done: 0 },
  }
  b.types.done = kernel.command('compute.dataArrived', Phase.jobEnd, link => done(b, link))
  return {
    waits(entry, where) {
      const set = sets[entry]
      return set !== undefined && set.holdsNodes === (where === 'nodes') && b.places.col.place[entry] !== PLACE.here
    },
    ask(job, entry) {
      const set = sets[entry]
      if (set === undefined) return
      if (!set.isKept) {
        begin(b, set, job)
        return
      }
      addWaiting(b, job, entry)
      if (b.places.col.place[entry] === PLACE.coming) return
      b.places.col.place[entry] = PLACE.coming
      begin(b, set, -1 - entry)
    },
    bring: (job, site, bytes) => begin(b, { link: regions.length + site, bytes }, job),
    leave: job => leave(b, job),
    shareChanged(link) {
      if (b.links.col.count[link] === 0) return
      advance(b, link)
      b.links.col.share[link] = wide().regionShare(link)
      arm(b, link)
    },
  }
}
