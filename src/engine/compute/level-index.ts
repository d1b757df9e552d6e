/**
 * Domains of one level (leaves, blocks) sorted by their free nodes: for every free count a set of domains as bits, so that best fit is
 * a scan of a few words. Ties go to the lowest index, so answers depend on the counts alone.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'

export interface LevelIndex {
  /** Free nodes of a domain. */
  free(domain: number): number
  change(domain: number, by: number): void
  /** Domain in [from, to) with the fewest free nodes that still has `need` (≥ 1); −1 if none. */
  bestFit(need: number, from: number, to: number): number
  /** The same among those that `accepts` takes; they are asked in order of free nodes, then of index. */
  bestOf(need: number, from: number, to: number, accepts: (domain: number) => boolean): number
  /** Lowest domain in [from, to) with exactly `count` free nodes; −1 if none. */
  withFree(count: number, from: number, to: number): number
  /** Domain in [from, to) with the most free nodes, at least one; −1 if all are full. */
  largest(from: number, to: number): number
}

const WORD = 32

interface Level {
  readonly words: number
  readonly capacity: number
  readonly domains: Table<{ free: 'i32' }>
  /** Bit d of row `count * words + …`: domain d has `count` free nodes. */
  readonly members: Table<{ bits: 'u32' }>
  /** Domains with each free count. */
  readonly counts: Table<{ size: 'i32' }>
  /** Bit c: some domain has c free nodes. */
  readonly occupied: Table<{ bits: 'u32' }>
}

function move(level: Level, domain: number, before: number, after: number): void {
  const { bits } = level.members.col
  const { size } = level.counts.col
  const word = domain >> 5
  const bit = 1 << (domain & 31)
  bits[before * level.words + word] &= ~bit
  bits[after * level.words + word] |= bit
  const occupied = level.occupied.col.bits
  if (--size[before] === 0) occupied[before >> 5] &= ~(1 << (before & 31))
  if (++size[after] === 1) occupied[after >> 5] |= 1 << (after & 31)
  level.domains.col.free[domain] = after
}

/** Lowest domain in [from, to) with exactly `count` free nodes, −1 if none. */
function lowest(level: Level, count: number, from: number, to: number): number {
  const { bits } = level.members.col
  const base = count * level.words
  const last = (to - 1) >> 5
  for (let word = from >> 5; word <= last; word++) {
    let found = bits[base + word]
    if (word === from >> 5) found &= -1 << (from & 31)
    if (found === 0) continue
    const domain = word * WORD + 31 - Math.clz32(found & -found)
    return domain < to ? domain : -1
  }
  return -1
}

/** Next free count ≥ `from` that some domain has, −1 if none. */
function nextCount(level: Level, from: number): number {
  const { bits } = level.occupied.col
  for (let word = from >> 5; word < bits.length; word++) {
    const found = word === from >> 5 ? bits[word] & (-1 << (from & 31)) : bits[word]
    if (found !== 0) return word * WORD + 31 - Math.clz32(found & -found)
  }
  return -1
}

/** Previous free count ≤ `from` that some domain has, −1 if none. */
function previousCount(level: Level, from: number): number {
  const { bits } = level.occupied.col
  for (let word = from >> 5; word >= 0; word--) {
    const found = word === from >> 5 ? bits[word] & (-1 >>> (31 - (from & 31))) : bits[word]
    if (found !== 0) return word * WORD + 31 - Math.clz32(found)
  }
  return -1
}

function bestFit(level: Level, need: number, from: number, to: number): number {
  for (let count = nextCount(level, need); count >= 0; count = nextCount(level, count + 1)) {
    const domain = lowest(level, count, from, to)
    if (domain >= 0) return domain
  }
  return -1
}

function bestOf(level: Level, need: number, from: number, to: number, accepts: (domain: number) => boolean): number {
  for (let count = nextCount(level, need); count >= 0; count = nextCount(level, count + 1)) {
    for (let domain = lowest(level, count, from, to); domain >= 0; domain = domain + 1 < to ? lowest(level, count, domain + 1, to) : -1) {
      if (accepts(domain)) return domain
    }
  }
  return -1
}

function largest(level: Level, from: number, to: number): number {
  for (let count = previousCount(level, level.capacity); count > 0; count = previousCount(level, count - 1)) {
    const domain = lowest(level, count, from, to)
    if (domain >= 0) return domain
  }
  return -1
}

function register(state: State, name: string, count: number, capacity: number): Level {
  const words = Math.ceil(count / WORD)
  const level: Level = {
    words,
    capacity,
    domains: state.table(`compute.${name}`, count, { free: 'i32' }),
    members: state.table(`compute.${name}ByFree`, (capacity + 1) * words, { bits: 'u32' }),
    counts: state.table(`compute.${name}Counts`, capacity + 1, { size: 'i32' }),
    occupied: state.table(`compute.${name}Occupied`, (capacity >> 5) + 1, { bits: 'u32' }),
  }
  level.counts.col.size[0] = count
  level.occupied.col.bits[0] = 1
  for (let domain = 0; domain < count; domain++) level.members.col.bits[domain >> 5] |= 1 << (domain & 31)
  return level
}

/** `count` domains, none with more than `capacity` nodes; all start with 0 free. State is registered as `compute.<name>…`. */
export function createLevelIndex(state: State, name: string, count: number, capacity: number): LevelIndex {
  const level = register(state, name, count, capacity)
  return {
    free: domain => level.domains.col.free[domain],
    change(domain, by) {
      const before = level.domains.col.free[domain]
      if (by !== 0) move(level, domain, before, before + by)
    },
    bestFit: (need, from, to) => bestFit(level, need, from, to),
    bestOf: (need, from, to, accepts) => bestOf(level, need, from, to, accepts),
    withFree: (count, from, to) => (from < to ? lowest(level, count, from, to) : -1),
    largest: (from, to) => largest(level, from, to),
  }
}
