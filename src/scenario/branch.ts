/** What may happen to a site at a moment of its run, said by somebody and not by the file. */
import { POLICY_FACTS, POLICY_IDS } from './policy-facts.ts'

/** Machines of a block's cooling beside which another can be put. */
export const ADDED_MACHINES = ['cooler', 'trimChiller', 'tower', 'airCooler', 'airChiller', 'airTower'] as const
export type AddedMachine = (typeof ADDED_MACHINES)[number]

export type Injection =
  /** Equipment fails and is repaired like any other, by its own random numbers. */
  | { readonly kind: 'fail'; readonly path: string }
  /** Equipment is taken out of service on purpose, for so long. */
  | { readonly kind: 'outage'; readonly path: string; readonly durationMs: number }
  /** A feed is interrupted. */
  | { readonly kind: 'feed'; readonly feed: string; readonly durationMs: number }
  /** All nodes of a rack in service fail; index over the racks of the site. */
  | { readonly kind: 'rack'; readonly rack: number }
  /** More machines of a kind beside those of a block. */
  | { readonly kind: 'machine'; readonly block: number; readonly machine: AddedMachine; readonly count: number }

/** `site` is left out for the one site of a file. */
export type SiteInjection = Injection & { readonly site?: string }

/** Scheduler policies that order the queue alike, so that one can take over from the other while jobs wait. */
export const MID_RUN_POLICIES = POLICY_IDS.filter(id => POLICY_FACTS[id].bySubmission === true)
