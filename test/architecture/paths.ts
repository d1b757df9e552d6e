import { posix } from 'node:path';
import type { SourceFile } from './syntax.ts';

/** One breach of one rule, at one place. */
export interface Violation {
  readonly rule: string;
  /** Path below the repository's root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A check reads all files of `src` and names what breaks its rule. */
export type Check = (files: readonly SourceFile[]) => Violation[];

/** Whether a pattern of `rules.ts` covers a path below `src` (or a package name). */
export function covers(pattern: string, path: string): boolean {
  if (pattern.endsWith(':*')) return path.startsWith(pattern.slice(0, -1));
  if (pattern.endsWith('-*')) return path.startsWith(pattern.slice(0, -1));
  if (pattern.endsWith('/*')) return posix.dirname(path) === pattern.slice(0, -2);
  return pattern === '' || path === pattern || path.startsWith(`${pattern}/`);
}

export const coversAny = (patterns: readonly string[], path: string): boolean => patterns.some((pattern) => covers(pattern, path));

/** Where a relative (or root-relative `/src/…`) import leads: a path below `src`, or one that starts with `../` outside it. */
export function localTarget(from: string, specifier: string): string | undefined {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('/')) return posix.relative('/src', bare);
  return bare.startsWith('.') ? posix.join(posix.dirname(from), bare) : undefined;
}

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`; Node's modules keep their prefix. */
export function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
