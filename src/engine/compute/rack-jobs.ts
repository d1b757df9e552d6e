/** The job that holds most nodes of a rack, for pictures and inspectors; found when asked. */
import { type Cluster, JOB_KIND, NONE } from './tables.ts'

/** Number of that job in the run, −1 where all nodes are free. Ties go to the job of the lowest node. */
export function rackJob(c: Cluster, rack: number): number {
  const job = busiest(c, rack)
  if (job === NONE) return -1
  const { uid, kind, shareFirst, holder } = c.jobs.col
  if (kind[job] === JOB_KIND.spare || kind[job] === JOB_KIND.sampler) return holder[job] === NONE ? -1 : uid[holder[job]]
  return uid[kind[job] === JOB_KIND.holder ? shareFirst[job] : job]
}

function busiest(c: Cluster, rack: number): number {
  const whole = c.racks.col.job[rack]
  if (whole !== NONE) return whole
  const { nodeBegin } = c.world.racks
  const { job } = c.nodes.col
  const end = nodeBegin[rack + 1]
  let best: number = NONE
  let most = 0
  // Over as soon as the nodes that are left cannot be more.
  for (let node = nodeBegin[rack]; end - node > most; node++) {
    if (job[node] === NONE || job[node] === best) continue
    let count = 0
    for (let other = node; other < end; other++) count += Number(job[other] === job[node])
    if (count <= most) continue
    most = count
    best = job[node]
  }
  return best
}
