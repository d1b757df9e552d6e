/**
 * What happened, told by the domains at kernel.now. Metrics and logs only listen; nothing in the model reads events back.
 * Names are past participles. The time is the dispatcher's business (kernel.now), not repeated here.
 */
import type { ShortageStep } from '../scenario/schema/water.ts'
import type { Cause } from './ports.ts'

export type EngineEvent =
  | { readonly kind: 'milestoneReached'; readonly milestone: string; readonly block: number; readonly plannedMs: number }
  | { readonly kind: 'feedEnergised'; readonly feed: string; readonly capacityW: number; readonly plannedMs: number }
  | { readonly kind: 'generatorInService'; readonly generator: string; readonly capacityW: number; readonly plannedMs: number }
  | { readonly kind: 'blockEnergised'; readonly block: number; readonly source: string }
  | { readonly kind: 'transformerLimit'; readonly what: string; readonly block: number; readonly limit: 'continuous' | 'cyclic' | 'longEmergency' | 'shortEmergency'; readonly isAbove: boolean }
  | { readonly kind: 'outageStarted'; readonly what: string; readonly block: number }
  | { readonly kind: 'outageEnded'; readonly what: string; readonly block: number }
  /** A feed will be out for the utility's work from `beginsMs`. */
  | { readonly kind: 'plannedOutageAnnounced'; readonly feed: string; readonly beginsMs: number }
  /** An interruption of less than five minutes; outageStarted and outageEnded tell of it too. */
  | { readonly kind: 'feedBlinked'; readonly feed: string }
  /** `retained` is a share of nominal voltage; `isAllowed`: the site may drop load in it. */
  | { readonly kind: 'feedSagged'; readonly feed: string; readonly retained: number; readonly durationMs: number; readonly isAllowed: boolean }
  /** The utility will take back the interruptible power of a feed from `beginsMs`. */
  | { readonly kind: 'curtailmentAnnounced'; readonly feed: string; readonly beginsMs: number }
  | { readonly kind: 'curtailmentStarted'; readonly feed: string }
  | { readonly kind: 'curtailmentEnded'; readonly feed: string; readonly durationMs: number }
  /** Energy drawn beyond what a call allowed, W·ms, and its price. */
  | { readonly kind: 'curtailmentPenalised'; readonly feed: string; readonly wMs: number; readonly usd: number }
  /** The draw is this far ahead of what the ramp limit allows; storage of so much would reconcile it. */
  | { readonly kind: 'rampExceeded'; readonly w: number; readonly reserveWh: number }
  /** The grid lost this much load at once, for a while. */
  | { readonly kind: 'loadDropped'; readonly w: number; readonly durationMs: number }
  | { readonly kind: 'generatorStarted'; readonly generator: string }
  | { readonly kind: 'generatorStopped'; readonly generator: string }
  | { readonly kind: 'storageReplaced'; readonly storage: string }
  | { readonly kind: 'permitReached'; readonly generator: string }
  /** What units emitted has reached the limit of their air permit, or there is room below it again. */
  | { readonly kind: 'emissionReached' | 'emissionFreed'; readonly permit: string }
  /** The datastore has reached its high-water mark, or there is room below it again. */
  | { readonly kind: 'storeFilled' | 'storeFreed'; readonly store: string }
  | { readonly kind: 'fuelOrdered'; readonly block: number }
  | { readonly kind: 'fuelDelivered'; readonly block: number; readonly litres: number }
  | { readonly kind: 'fuelEmpty'; readonly block: number }
  | { readonly kind: 'generatorFailed'; readonly generator: string; readonly onStart: boolean }
  /** A system lost its output and its load moved to the other feeds at the same instant. */
  | { readonly kind: 'loadTransferred'; readonly what: string; readonly block: number }
  | { readonly kind: 'transferFailed'; readonly what: string; readonly block: number }
  /** An overload lasted as long as the electronics of a UPS stand it: its load is on the utility, with no battery behind. */
  | { readonly kind: 'upsBypassed'; readonly what: string; readonly block: number }
  /** An overload lasted as long as the device stands it. */
  | { readonly kind: 'deviceTripped'; readonly what: string; readonly block: number }
  /** The controller lowered racks by `cutW` to end an overload. */
  | { readonly kind: 'loadCapped'; readonly block: number; readonly cutW: number }
  /** A step of a shortage of water: `storage` while tanks give, then the steps of the file. */
  | { readonly kind: 'waterStepBegun' | 'waterStepEnded'; readonly step: 'storage' | ShortageStep }
  /** Racks of a block that a shortage of water keeps off from now on, or of a group of its rows that lacks distribution units. */
  | { readonly kind: 'racksShed'; readonly block: number; readonly racksOff: number; readonly lack: 'water' | 'coolant' }
  | { readonly kind: 'blockShed'; readonly block: number; readonly cause: Cause }
  /** Coolant leaks at a rack or at the manifold of a row; racks behind its valves are isolated. */
  | { readonly kind: 'leakFound'; readonly block: number; readonly isRow: boolean; readonly damageUsd: number }
  | { readonly kind: 'throttleChanged'; readonly block: number; readonly factor: number }
  /** Equipment on order failed its factory test, or was damaged on the way. */
  | { readonly kind: 'factoryTestFailed'; readonly what: string; readonly block: number }
  | { readonly kind: 'damagedInTransport'; readonly what: string; readonly block: number }
  | { readonly kind: 'rackAccepted'; readonly rack: number }
  /** `ordinal` is the number of the job in its entry of the workload, from 1. */
  | { readonly kind: 'jobQueued'; readonly job: number; readonly entry: number; readonly ordinal: number; readonly accelerators: number }
  | { readonly kind: 'jobStarted'; readonly job: number; readonly accelerators: number; readonly waitMs: number }
  | { readonly kind: 'jobEnded'; readonly job: number; readonly accelerators: number; readonly outcome: 'completed' | 'failed' | 'withdrawn' | 'cancelled' | 'stopped' | 'expired' }
  /** It goes on at another site of the file. */
  | { readonly kind: 'jobMoved'; readonly job: number; readonly accelerators: number }
  | { readonly kind: 'jobInterrupted'; readonly job: number; readonly accelerators: number }
  /** A job of a higher class takes its nodes; it leaves after its grace time. */
  | { readonly kind: 'jobPreempted'; readonly job: number; readonly accelerators: number }
  | { readonly kind: 'replicasScaled'; readonly service: number; readonly replicas: number }
  /** Too many nodes failed their update: the rest of the round is called off. */
  | { readonly kind: 'rolloutAborted'; readonly campaign: string; readonly updated: number; readonly failed: number }
  | { readonly kind: 'nodeFaulted'; readonly node: number; readonly faultClass: number }
  | { readonly kind: 'nodeReturned'; readonly node: number; readonly downMs: number }
  /** Smoke that somebody looks at (preAlarm), a detector, a second one. */
  | { readonly kind: 'fireAlarm'; readonly zone: string; readonly block: number; readonly stage: 'preAlarm' | 'detected' | 'confirmed' }
  | { readonly kind: 'fireStarted'; readonly zone: string; readonly block: number; readonly fire: string }
  /** All members of a zone are out: a fire, smoke from next door, isolation for batteries. */
  | { readonly kind: 'zoneLost'; readonly zone: string; readonly block: number; readonly why: string; readonly racks: number }
  | { readonly kind: 'zoneRestored'; readonly zone: string; readonly block: number; readonly why: string }
  /** `left`: full banks of agent. */
  | { readonly kind: 'agentDischarged'; readonly zone: string; readonly block: number; readonly left: number }
  | { readonly kind: 'protectionLost'; readonly zone: string; readonly block: number }
  | { readonly kind: 'protectionRestored'; readonly zone: string; readonly block: number }
  | { readonly kind: 'insurerNotified'; readonly zone: string; readonly block: number }
  /** Racks without power by a button: pressed by mistake, or by the release of a zone that burns. */
  | { readonly kind: 'emergencyOff'; readonly zone: string; readonly block: number; readonly racks: number; readonly onFire: boolean }
  | { readonly kind: 'emergencyOffReset'; readonly zone: string; readonly block: number }
  | { readonly kind: 'linkFaulted'; readonly leaf: number }
  | { readonly kind: 'linkRestored'; readonly leaf: number }
  /** A link of a node went down for longer than the transport rides through; it ends the job there. */
  | { readonly kind: 'linkFlapped'; readonly leaf: number }
