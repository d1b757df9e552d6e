import { coversAny, covers, localTarget, packageName, type Check } from './paths.ts';
import { bundles, entries, references } from './rules.ts';
import type { ImportEdge, SourceFile } from './syntax.ts';

/** Files reached from `entry` over the edges that `follow` admits, each with the file that led there. */
function reach(entry: string, byPath: ReadonlyMap<string, SourceFile>, follow: (edge: ImportEdge) => boolean): Map<string, string> {
  const cameFrom = new Map([[entry, '']]);
  for (const path of cameFrom.keys()) {
    for (const edge of byPath.get(path)?.imports ?? []) {
      const target = localTarget(path, edge.specifier);
      if (follow(edge) && target !== undefined && byPath.has(target) && !cameFrom.has(target)) cameFrom.set(target, path);
    }
  }
  return cameFrom;
}

const indexed = (files: readonly SourceFile[]): Map<string, SourceFile> => new Map(files.map((file) => [file.path, file]));

/** Entries that exist; the rest of the product does not hang on an entry that is not written yet. */
export const presentEntries = (files: readonly SourceFile[]): string[] => entries.filter((entry) => indexed(files).has(entry));

/** Every file below `src` is reached from an entry of the product; tests do not keep a file alive. */
export const checkUnused: Check = (files) => {
  const byPath = indexed(files);
  const alive = new Set(presentEntries(files).flatMap((entry) => [...reach(entry, byPath, () => true).keys()]));
  if (alive.size === 0) return [];
  return files
    .filter(({ path }) => !/(^|\/)(README\.md|tsconfig\.json)$|\.d\.ts$|\.md$/.test(path) && !alive.has(path) && !coversAny(references, path))
    .map(({ path }) => ({ rule: 'unused files', file: `src/${path}`, line: 1, message: `no entry reaches it (${presentEntries(files).join(', ')})` }));
};

/** How `path` came into the bundle, from the entry on. */
function trail(path: string, cameFrom: ReadonlyMap<string, string>): string {
  const steps: string[] = [];
  for (let step: string | undefined = path; step; step = cameFrom.get(step)) steps.unshift(step);
  return steps.join(' → ');
}

/** What may not be in the first bundle of an entry does not get there over any chain of static imports. */
export const checkBundles: Check = (files) => {
  const byPath = indexed(files);
  return bundles
    .filter(({ entry }) => byPath.has(entry))
    .flatMap(({ entry, without, why }) => {
      const cameFrom = reach(entry, byPath, ({ kind }) => kind === 'value');
      return [...cameFrom.keys()].flatMap((path) =>
        (byPath.get(path)?.imports ?? []).flatMap(({ specifier, kind, line }) => {
          const target = localTarget(path, specifier) ?? packageName(specifier);
          const isEntrance = coversAny(without, target) && !without.some((folder) => covers(folder, path));
          if (kind !== 'value' || !isEntrance) return [];
          return [{ rule: 'bundles', file: `src/${path}`, line, message: `${why}: ${trail(path, cameFrom)} → ${target}` }];
        }),
      );
    });
};
