// What the browser loads before it shows anything, compressed: the page with all scripts and styles that it names or that they import.
// Run after a build: one line, and an error where it is more than the budget.
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { root } from './ensure.mjs';

const built = join(root, 'dist', 'app');
export const BUDGET_KB = 350;

/** Files that a file pulls in without waiting: tags of the page, static imports of a script. @param {string} file @param {string} text */
function pulledIn(file, text) {
  const found = file.endsWith('.html')
    ? [...text.matchAll(/<(?:script[^>]* src|link[^>]* href)="([^"]+\.(?:js|css))"/g)]
    : [...text.matchAll(/(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w*{}\s,$]+?\s*from\s*)?"(\.{1,2}\/[^"]+\.js)"/g)];
  return found.map(([, target]) => posix.normalize(posix.join(dirname(file), target)));
}

/** Compressed bytes by file. @returns {Map<string, number>} */
export function firstLoad() {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  const open = ['index.html'];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (sizes.has(file)) continue;
    const bytes = readFileSync(join(built, file));
    sizes.set(file, gzipSync(bytes, { level: 9 }).length);
    if (/\.(html|js)$/.test(file)) open.push(...pulledIn(file, bytes.toString('utf8')));
  }
  return sizes;
}

/** @param {Map<string, number>} sizes */
export const totalKb = (sizes) => [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = firstLoad();
  const total = totalKb(sizes);
  console.log(`first load: ${total.toFixed(0)} kB in ${sizes.size} files, gzip; the budget is ${BUDGET_KB} kB`);
  if (total > BUDGET_KB) {
    for (const [file, size] of [...sizes].toSorted((a, b) => b[1] - a[1])) console.error(`  ${(size / 1000).toFixed(1)} kB  ${file}`);
    console.error('The first load is over its budget: import what is heavy where it is needed.');
    process.exitCode = 1;
  }
}
