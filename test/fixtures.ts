import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Root folder of the repository. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const told = new Set<string>();

/**
 * Folder of published data or oracle results that lie beside the checkout, never inside it: `sharedDir('data/weather')`.
 * `NAMEPLATE_SHARED` names another place for `../shared`. Undefined where it is absent; tests then skip, see {@link describeWithShared}.
 */
export function sharedDir(name: string): string | undefined {
  const path = join(process.env.NAMEPLATE_SHARED ?? join(repositoryRoot, '..', 'shared'), name);
  return existsSync(path) ? path : undefined;
}

/**
 * `describe` for tests that need `../shared/<name>`: hands the folder to the body, or skips loudly where it is absent.
 * The body also runs when skipped, because it declares the tests' titles: read files inside tests and hooks only.
 */
export function describeWithShared(title: string, name: string, body: (folder: string) => void): void {
  const folder = sharedDir(name);
  if (folder === undefined && !told.has(name)) {
    console.warn(`Tests skipped: ../shared/${name} is absent. Set NAMEPLATE_SHARED to the folder that holds ${name}.`);
    told.add(name);
  }
  describe.skipIf(folder === undefined)(folder === undefined ? `${title} (skipped: ../shared absent)` : title, () => {
    body(folder ?? join('absent', name));
  });
}
