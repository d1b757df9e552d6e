import { posix } from 'node:path';
import { covers, coversAny, localTarget, packageName, type Check } from './paths.ts';
import { plugInFolders, zones, type Zone } from './rules.ts';
import type { ImportEdge, SourceFile } from './syntax.ts';

const zoneOf = (path: string): Zone | undefined => zones.find(({ zone }) => covers(zone, path));

/** Why this import is not allowed, or nothing. */
function objection(zone: Zone, file: SourceFile, edge: ImportEdge): string | undefined {
  const target = localTarget(file.path, edge.specifier);
  if (target === undefined) {
    return coversAny(zone.npm, packageName(edge.specifier)) ? undefined : `${zone.zone} may not use the package ${packageName(edge.specifier)}`;
  }
  if (target.startsWith('../')) {
    return coversAny(zone.outside ?? [], target.slice(3)) ? undefined : `${zone.zone} may not import ${target.slice(3)} from outside src`;
  }
  return covers(zone.zone, target) || coversAny(zone.src, target) ? undefined : `${zone.zone} may not import ${target}; it may import ${zone.src.join(', ') || 'nothing'}`;
}

/** The import matrix; type-only imports count like all others. */
export const checkImports: Check = (files) =>
  files.flatMap((file) => {
    const zone = zoneOf(file.path);
    return file.imports.flatMap((edge) => {
      const message = zone && objection(zone, file, edge);
      return message ? [{ rule: 'imports', file: `src/${file.path}`, line: edge.line, message }] : [];
    });
  });

/** Every source file lies in a folder that the import matrix knows. */
export const checkZones: Check = (files) =>
  files
    .filter(({ path }) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !zoneOf(path))
    .map(({ path }) => ({ rule: 'zones', file: `src/${path}`, line: 1, message: 'no folder of the import matrix holds this file' }));

/** The direct child of a plug-in folder that holds a path: one plug-in is one file or one folder. */
const plugInOf = (folder: string, path: string): string => path.slice(folder.length + 1).split('/')[0];

function checkFolder(folder: string, files: readonly SourceFile[]): ReturnType<Check> {
  const members = files.filter(({ path }) => covers(folder, path));
  const index = members.find(({ path }) => path === `${folder}/index.ts`);
  if (!index && members.length > 1) return [{ rule: 'siblings', file: `src/${folder}`, line: 1, message: 'plug-ins need an index.ts that lists them' }];
  const listed = (index?.imports ?? []).filter(({ kind }) => kind !== 'type').map(({ specifier }) => localTarget(`${folder}/index.ts`, specifier) ?? '');
  const registered = new Set(listed.filter((target) => covers(folder, target)).map((target) => plugInOf(folder, target)));
  registered.add('index.ts');
  return members
    .filter((file) => file !== index)
    .flatMap((file) =>
      file.imports.flatMap(({ specifier, line }) => {
        const target = localTarget(file.path, specifier);
        if (target === undefined || !covers(folder, target)) return [];
        const sibling = plugInOf(folder, target);
        if (sibling === plugInOf(folder, file.path) || !registered.has(sibling)) return [];
        const message = `${posix.basename(file.path)} imports ${sibling}, which index.ts registers; move what both need out of both`;
        return [{ rule: 'siblings', file: `src/${file.path}`, line, message }];
      }),
    );
}

/** Registered siblings never import each other: only `index.ts` of their folder knows them. */
export const checkSiblings: Check = (files) => plugInFolders.flatMap((folder) => checkFolder(folder, files));
