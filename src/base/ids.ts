/** A plain value that must not be mixed up with others of its base type: `Brand<number, 'RackIndex'>`. The tag exists for the type checker only. */
export type Brand<T, B extends string> = T & { readonly [tag]: B }
declare const tag: unique symbol

/**
 * Simulated time: integer milliseconds since the start of the scenario, in a double (exact to 2^53 ms, 285,000 years).
 * An alias and not a brand, because a brand decays at the first `+`; names that end in `Ms` carry the unit.
 */
export type SimTime = number
