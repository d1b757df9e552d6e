/**
 * Change logs of single events of a run that records, each row an event: `nodeFaulted` (entity rack, value node in the rack times
 * FAULT_CLASS_SPAN plus the place of what struck in the fault books), `nodeReturned` (rack, node in the rack), `linkChanged` (leaf group; −1 lost,
 * 1 restored, 0 down for a moment), `throttled` (block, speed in thousandths).
 */

/** More kinds of faults than any run has. */
export const FAULT_CLASS_SPAN = 1000
