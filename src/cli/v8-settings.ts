/**
 * How V8 is set for the engine.
 *
 * The engine is thousands of small functions, and V8 stops putting them into their callers long before one event is one piece of machine
 * code. With three times its allowance a replication of dallas-100mw takes 8 % less time (Node 24, three processes each that take turns by
 * 4,000 events, so that they share the machine's good and bad moments). Twice and six times looked worse in one process each, which tells
 * no more than that three times is not far from the best.
 *
 * The engine leaves little garbage, but what it leaves makes V8 double the room for young objects up to 48 MB a thread, so that memory
 * seems to grow with the number of replications until it is there. Workers keep to half of that at most: 100 replications of quickstart
 * on two workers then peak at 535 MB instead of 700 MB and take as long.
 */
import { setFlagsFromString } from 'node:v8'

/** Bytecode that may be put into one function, and that of one function put there, in bytes; V8's own are 920 and 460. */
const ALLOWANCE = ['--max-inlined-bytecode-size-cumulative=2760', '--max-inlined-bytecode-size=920'] as const
/** A half of the room for young objects, MB, of threads that start from then on; V8's own is 16. */
const YOUNG = '--max-semi-space-size=8'

/** For the whole process, worker threads included, and for what is compiled from then on: at the start of a program. */
export function setUpV8(): void {
  for (const flag of [...ALLOWANCE, YOUNG]) setFlagsFromString(flag)
}
