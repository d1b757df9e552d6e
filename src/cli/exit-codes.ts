/** What the process tells its caller. Stable. */
export const EXIT = { pass: 0, failure: 1, usage: 2, invalidScenario: 3, invariantBroken: 4, checkFailed: 10, regression: 11, interrupted: 130 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
