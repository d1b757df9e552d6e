// Holds the code to the rules of `test/architecture/rules.ts`: who may import whom, what pure folders may name, how long
// files and functions may grow, that nothing lies about unused. Every rule is first tested on planted violations.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionsOf } from './architecture/budgets.ts';
import { ceiling, exceptions } from './architecture/exceptions.ts';
import { checkTopLevel } from './architecture/layout.ts';
import { covers, type Violation } from './architecture/paths.ts';
import { planted } from './architecture/planted.ts';
import { entries, leastScanned, plugInFolders, zones } from './architecture/rules.ts';
import { checks, scanSources } from './architecture/scan.ts';
import { parseSource } from './architecture/syntax.ts';
import { repositoryRoot } from './fixtures.ts';

const isExcepted = ({ rule, file }: Violation): boolean => exceptions.some((known) => known.rule === rule && known.file === file);
const print = ({ file, line, message }: Violation): string => `${file}:${line}  ${message}`;

describe('each rule finds what it must and nothing else', () => {
  test.each(planted)('$rule: $title', ({ rule, files, finds }) => {
    const sources = Object.entries(files).map(([path, text]) => parseSource(path, text));
    const messages = checks[rule](sources).map(print);
    expect(messages, messages.join('\n')).toHaveLength(finds.length);
    finds.forEach((piece, index) => expect(messages[index]).toContain(piece));
  });

  test('every rule has a planted violation and a look-alike or a clean file beside it', () => {
    const withViolation = new Set(planted.filter(({ finds }) => finds.length > 0).map(({ rule }) => rule));
    expect([...withViolation].toSorted()).toEqual(Object.keys(checks).toSorted());
  });

  test('top level: a new folder is found, an ignored one is not', () => {
    const found = checkTopLevel(['src', 'lib', 'dist', 'npm.log', 'docs'], ['dist/', '*.log', '# docs']);
    expect(found.map(({ file }) => file)).toEqual(['lib', 'docs']);
  });

  test('a file that cannot be parsed fails by name', () => {
    expect(() => parseSource('base/broken.ts', 'const = 1')).toThrow('src/base/broken.ts');
  });
});

describe('the code keeps the rules', () => {
  const files = scanSources();
  const violations = new Map(Object.entries(checks).map(([rule, check]) => [rule, check(files)]));
  const named = [...entries, ...zones.map(({ zone }) => zone), ...plugInFolders];
  const missing = named.filter((pattern) => !files.some(({ path }) => covers(pattern, path)));
  const note = missing.length > 0 ? ` (not written yet: ${missing.join(', ')})` : '';

  test.each(Object.keys(checks))('%s', (rule) => {
    const found = (violations.get(rule) ?? []).filter((violation) => !isExcepted(violation)).map(print);
    expect(found, `${found.length} × ${rule}${rule === 'unused files' ? note : ''}\n${found.join('\n')}`).toEqual([]);
  });

  test('top level', () => {
    const ignored = readFileSync(join(repositoryRoot, '.gitignore'), 'utf8').split('\n');
    expect(checkTopLevel(readdirSync(repositoryRoot), ignored).map(print)).toEqual([]);
  });

  test('exceptions only shrink', () => {
    const needed = [...violations.values()].flat().filter(isExcepted);
    const obsolete = exceptions.filter(({ rule, file }) => !needed.some((violation) => violation.rule === rule && violation.file === file));
    expect(obsolete, 'strike these off test/architecture/exceptions.ts').toEqual([]);
    expect(exceptions.length).toBeLessThanOrEqual(ceiling);
  });

  test(`the scan saw the code${note}`, () => {
    expect(files.length).toBeGreaterThanOrEqual(leastScanned.files);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThanOrEqual(leastScanned.imports);
    expect(files.flatMap(functionsOf).length).toBeGreaterThanOrEqual(leastScanned.functions);
  });
});
