/** Faults of nodes, racks and zones of a run by kind, up to its end. */
export interface FaultBook {
  readonly id: string
  readonly label: string
  /** What one takes: a node, the link of one, the software of a job, a whole rack, or a zone of a common cause. */
  readonly reach: 'node' | 'link' | 'job' | 'rack' | 'zone'
  /** Kind of rework that it makes: hw, sw, power, cooling, net, sdc. */
  readonly cause: string
  /** Faults, whether a job was on the node or not; shocks of a zone count as one. */
  readonly count: number
  /** Node-ms out of service, open cases included; 0 for those that leave the node in service. */
  readonly downMs: number
}
