import type { Cluster } from './tables.ts'

/** Accelerators by which jobs of an entry are rounded up to nodes. */
export const atomOf = ({ atom, eligibility }: Pick<Cluster, 'atom' | 'eligibility'>, entry: number): number => (eligibility?.has(entry) === true ? eligibility.atom(entry) : atom)
