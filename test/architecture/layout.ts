import type { Check, Violation } from './paths.ts';
import { readmeLines, topLevel } from './rules.ts';

/** Names at the top of the repository that are neither allowed nor ignored; `ignored` holds the lines of `.gitignore`. */
export function checkTopLevel(names: readonly string[], ignored: readonly string[]): Violation[] {
  const patterns = ignored.map((line) => line.trim().replace(/\/$/, '')).filter((line) => line && !line.startsWith('#'));
  const isIgnored = (name: string): boolean =>
    patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name));
  return names
    .filter((name) => !topLevel.includes(name) && !isIgnored(name))
    .map((name) => ({ rule: 'top level', file: name, line: 1, message: 'the top level is fixed; put it into src, public, scenarios, test or .ci' }));
}

/** Every folder directly below `src` says on one screen what belongs there. */
export const checkReadmes: Check = (files) => {
  const folders = [...new Set(files.map(({ path }) => path.split('/')[0]))].filter((name) => !name.includes('.'));
  return folders.flatMap((folder) => {
    const path = `${folder}/README.md`;
    const readme = files.find((file) => file.path === path);
    if (readme && readme.lineCount <= readmeLines) return [];
    const message = readme ? `${readme.lineCount} lines, budget ${readmeLines}` : `src/${folder} needs a README.md: what belongs here, what does not, the file that shows it best`;
    return [{ rule: 'readmes', file: `src/${path}`, line: 1, message }];
  });
};
