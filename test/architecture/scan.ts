import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { repositoryRoot } from '../fixtures.ts';
import { checkFileLength, checkFileNames, checkFunctionLength, checkComments, checkSyntax } from './budgets.ts';
import { checkImports, checkSiblings, checkZones } from './boundaries.ts';
import { checkReadmes } from './layout.ts';
import type { Check } from './paths.ts';
import { checkPurity } from './purity.ts';
import { checkBundles, checkUnused } from './reachability.ts';
import { parseSource, type SourceFile } from './syntax.ts';

/** Rule → check; the name is the one in the violations and in `exceptions.ts`. */
export const checks: Readonly<Record<string, Check>> = {
  zones: checkZones,
  imports: checkImports,
  siblings: checkSiblings,
  bundles: checkBundles,
  purity: checkPurity,
  'file length': checkFileLength,
  'function length': checkFunctionLength,
  'file names': checkFileNames,
  syntax: checkSyntax,
  comments: checkComments,
  'unused files': checkUnused,
  readmes: checkReadmes,
};

/** All files below `src`, parsed, in path order. */
export function scanSources(): SourceFile[] {
  const source = join(repositoryRoot, 'src');
  const paths = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return paths.toSorted().map((path) => parseSource(path, readFileSync(join(source, path), 'utf8')));
}
