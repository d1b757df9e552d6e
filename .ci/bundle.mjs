// Keeps the bundled command line (dist/cli) as new as its sources.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedNode, root } from './ensure.mjs';

const dist = join(root, 'dist');
const bundle = join(dist, 'cli');
const lock = join(dist, '.cli-lock');
const SOURCES = ['src', 'package.json', 'package-lock.json', 'vite.config.ts'];
const POLL_MS = 100;
const LOCK_EXPIRES_MS = 120_000;

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  const full = join(root, path);
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}

/** Changes with every edit, addition and removal of a source file. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesBelow).toSorted()) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} wanted */
function isFresh(wanted) {
  try {
    return readFileSync(join(bundle, '.sources'), 'utf8') === wanted;
  } catch {
    return false;
  }
}

/** @param {string} wanted */
function build(wanted) {
  const next = join(dist, `cli.${process.pid}`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(packagedNode() ?? process.execPath, [vite, 'build', '--mode', 'cli', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production', VITEST: '', NAMEPLATE_CLI_OUT: next },
  });
  if (result.status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error('Building the command line failed; the messages above say why.');
  }
  writeFileSync(join(next, '.sources'), wanted);
  rmSync(bundle, { recursive: true, force: true });
  renameSync(next, bundle);
}

function takeLock() {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // The holder of an old lock was killed. Losing the race to remove it is harmless.
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > LOCK_EXPIRES_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** Builds dist/cli if a source changed since the last build; one process builds while others wait. Returns the entry's path. */
export function ensureBundle() {
  const entry = join(bundle, 'main.js');
  const wanted = fingerprint();
  if (isFresh(wanted)) return entry;
  mkdirSync(dist, { recursive: true });
  while (!takeLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  try {
    if (!isFresh(wanted)) build(wanted);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return entry;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`${ensureBundle()} is up to date`);
