#!/usr/bin/env node
// `nameplate` in a checkout: installs and bundles when something is missing or changed, then runs the bundle.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBundle } from './bundle.mjs';
import { ensure, packagedNode, root } from './ensure.mjs';

const PACKAGED_MAJOR = 22; // a Node older than this hands over to the packaged one

/** @param {string} node @param {string} entry */
function handOver(node, entry) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to parent and child alike; only a signal sent to this process alone must be passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

/** The test run bundles once, before its first test, so that its many processes need not look again. */
function bundledEntry() {
  if (process.env.NAMEPLATE_BUNDLED) return join(root, 'dist', 'cli', 'main.js');
  ensure();
  return ensureBundle();
}

try {
  const entry = bundledEntry();
  const node = packagedNode();
  if (node && Number.parseInt(process.versions.node, 10) < PACKAGED_MAJOR) handOver(node, entry);
  else await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
