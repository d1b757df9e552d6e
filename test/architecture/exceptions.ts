/**
 * Known breaches of the rules, the only such list. It may only shrink: an entry that is no longer needed fails the test,
 * and so does a list longer than `ceiling`. Lower the ceiling with every entry that goes.
 */
export interface Exception {
  /** Name of the rule, as the failure prints it. */
  readonly rule: string;
  readonly file: string;
  readonly why: string;
}

export const ceiling = 0;

export const exceptions: readonly Exception[] = [];
