/** A broken invariant of our own: a bug, never bad input. Carries the values that disagree. */
export class InvariantError extends Error {
  readonly values: Readonly<Record<string, unknown>>

  constructor(message: string, values: Readonly<Record<string, unknown>> = {}) {
    super(describe(message, values))
    this.name = 'InvariantError'
    this.values = values
  }
}

function describe(message: string, values: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(values).map(([name, value]) => `${name} = ${String(value)}`)
  return parts.length === 0 ? message : `${message}: ${parts.join(', ')}`
}

/**
 * Throws an InvariantError that names `values` unless `cond` holds.
 * The literal for `values` is built at every call: where a call per event counts, test first and assert(false, …) inside the branch.
 */
export function assert(cond: unknown, message: string, values?: Record<string, unknown>): asserts cond {
  if (!cond) throw new InvariantError(message, values)
}

/** For the end of an exhaustive chain of cases: the type checker proves that no case is left, and a wrong value at run time throws. */
export function unreachable(x: never): never {
  throw new InvariantError('case not covered', { value: x })
}
