/**
 * EASY and conservative backfilling as Batsim's schedulers of 2017 do them, by hand and without any code of the product: a schedule of slices
 * of time with the machines free in each. Two conventions set it apart from a pool of equal nodes: a reservation takes particular machines,
 * the lowest numbers that are free all its time, and later jobs must fit around these; and compression takes reservations out and puts
 * them back one job at a time. Each can be switched off.
 */
export interface MachineJob {
  readonly id: number
  readonly submitS: number
  readonly machines: number
  readonly wallS: number
  readonly runS: number
}

export interface Conventions {
  /** Particular machines; otherwise any as many as are free. */
  readonly particular: boolean
  /** One reservation at a time; otherwise all are taken out before the first is put back. */
  readonly oneByOne: boolean
}

export interface Begun {
  readonly atS: number
  /** Machines as bits; of no meaning where they are alike. */
  readonly machines: number
}

interface Slice {
  begin: number
  end: number
  free: number
  count: number
}

interface Place {
  readonly begin: number
  readonly end: number
  readonly machines: number
  readonly count: number
}

const bitCount = (bits: number): number => {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** The lowest bits of a set. */
function lowest(bits: number, count: number): number {
  let taken = 0
  let rest = bits
  for (let i = 0; i < count; i++) {
    const low = rest & -rest
    taken |= low
    rest &= ~low
  }
  return taken
}

function createSchedule(machines: number, particular: boolean) {
  let slices: Slice[] = [{ begin: 0, end: Infinity, free: -1 >>> (32 - machines), count: machines }]
  const places = new Map<number, Place>()
  const split = (at: number): void => {
    const index = slices.findIndex(({ begin, end }) => begin < at && at < end)
    if (index >= 0) slices.splice(index, 1, { ...slices[index], end: at }, { ...slices[index], begin: at })
  }
  const change = ({ begin, end, machines: set, count }: Place, from: number, sign: number): void => {
    split(from)
    split(end)
    for (const slice of slices) {
      if (slice.begin < Math.max(begin, from) || slice.end > end) continue
      slice.free = sign > 0 ? slice.free | set : slice.free & ~set
      slice.count += sign * count
    }
  }
  const fit = (job: MachineJob): Place => {
    for (const [index, { begin, free, count }] of slices.entries()) {
      const end = begin + job.wallS
      let [common, least] = [free, count]
      for (let next = index + 1; next < slices.length && slices[next].begin < end; next++) {
        common &= slices[next].free
        least = Math.min(least, slices[next].count)
      }
      if ((particular ? bitCount(common) : least) >= job.machines) return { begin, end, machines: lowest(common, job.machines), count: job.machines }
    }
    throw new Error(`job ${job.id} is larger than the machines`)
  }
  return {
    advance(now: number): void {
      for (const slice of slices) slice.begin = Math.max(slice.begin, now)
      slices = slices.filter(({ end }) => end > now)
    },
    add(job: MachineJob): Place {
      const place = fit(job)
      places.set(job.id, place)
      change(place, place.begin, -1)
      return place
    },
    remove(job: MachineJob, now: number): void {
      const place = places.get(job.id)
      if (place === undefined) return
      places.delete(job.id)
      if (place.end > now) change(place, Math.max(now, place.begin), 1)
    },
  }
}

/** Start and machines of every job, by id; jobs in order of submission. */
export function machineSchedule(jobs: readonly MachineJob[], machines: number, policy: 'easy' | 'conservative', { particular, oneByOne }: Conventions): Map<number, Begun> {
  const schedule = createSchedule(machines, particular)
  const begun = new Map<number, Begun>()
  const running: { endS: number; job: MachineJob }[] = []
  let queue: MachineJob[] = []
  let reserved: MachineJob | undefined
  let next = 0
  const startNow = (job: MachineJob, now: number): boolean => {
    const place = schedule.add(job)
    if (place.begin !== now) return false
    begun.set(job.id, { atS: now, machines: place.machines })
    running.push({ endS: now + job.runS, job })
    running.sort((a, b) => a.endS - b.endS)
    queue = queue.filter(other => other !== job)
    return true
  }
  /** EASY keeps the reservation of the first that cannot start; conservative that of all. */
  const consider = (job: MachineJob, now: number): void => {
    if (startNow(job, now) || policy === 'conservative') return
    if (reserved === undefined) reserved = job
    else schedule.remove(job, now)
  }
  for (;;) {
    const now = Math.min(running.at(0)?.endS ?? Infinity, jobs.at(next)?.submitS ?? Infinity)
    if (now === Infinity) return begun
    const ended = running.filter(({ endS }) => endS <= now)
    running.splice(0, ended.length)
    const fresh = jobs.slice(next).filter(({ submitS }) => submitS <= now)
    next += fresh.length
    queue.push(...fresh)
    schedule.advance(now)
    for (const { job } of ended) schedule.remove(job, now)
    const anew = ended.length > 0 ? [...queue] : fresh
    if (ended.length > 0 && (policy === 'easy' || !oneByOne)) for (const job of queue) schedule.remove(job, now)
    if (ended.length > 0) reserved = undefined
    for (const job of anew) {
      schedule.remove(job, now)
      consider(job, now)
    }
  }
}
