// What makes the built app installable and lets it work without a network: pictures of its icon, and a service worker that knows every built file.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { root } from './ensure.mjs';

const WORKER = 'service-worker.js';
/** For readers of the repository and for editors of text; the page asks for neither. */
const NOT_KEPT = [WORKER, 'nameplate.png', 'scenario.schema.json'];
const ICONS = [
  { from: 'icon.svg', to: 'icon-192.png', pixels: 192 },
  { from: 'icon.svg', to: 'icon-512.png', pixels: 512 },
  { from: 'icon-maskable.svg', to: 'icon-maskable-512.png', pixels: 512 },
];

/** @param {string} directory @returns {string[]} paths with slashes, as addresses have them */
const filesBelow = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1).replaceAll('\\', '/'))
    .toSorted();

/** @param {string} directory */
function keptFiles(directory) {
  const paths = filesBelow(directory).filter((path) => !NOT_KEPT.includes(path) && !path.endsWith('.map'));
  return paths.map((path) => ({ path, integrity: `sha256-${createHash('sha256').update(readFileSync(join(directory, path))).digest('base64')}` }));
}

/** Writes into the worker of a folder which files it has; a changed file makes another worker. @param {string} directory */
export function sealWorker(directory) {
  const files = keptFiles(directory);
  const build = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const file = join(directory, WORKER);
  const code = readFileSync(file, 'utf8').replace(/^const BUILT = .*\n/u, '');
  writeFileSync(file, `const BUILT = ${JSON.stringify({ build, files })};\n${code}`);
}

/** @returns {import('vite').Plugin} */
export const offline = () => ({
  name: 'offline',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'chunk', id: join(root, 'src', 'app', 'offline', 'precache-worker.ts'), fileName: WORKER });
    for (const { from, to, pixels } of ICONS) {
      const drawing = readFileSync(join(root, 'public', 'icons', from), 'utf8');
      this.emitFile({ type: 'asset', fileName: `icons/${to}`, source: new Resvg(drawing, { fitTo: { mode: 'width', value: pixels } }).render().asPng() });
    }
  },
  // Once all files are written, those of `public` included.
  writeBundle: { order: 'post', sequential: true, handler: ({ dir = '' }) => sealWorker(dir) },
});
