#!/usr/bin/env node
// `nameplate`: in a checkout it installs and bundles when something is missing or changed; an installed package has the bundle and nothing else.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundled = join(root, 'dist', 'cli', 'main.js');

const PACKAGED_MAJOR = 22; // a Node older than this hands over to the packaged one

/** @param {string} node @param {string} entry */
function handOver(node, entry) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to parent and child alike; only a signal sent to this process alone must be passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    // Whoever asked for the end knows of it; the kernel, where memory is short, tells nobody.
    if (signal && signal !== 'SIGINT' && signal !== 'SIGTERM') console.error(`nameplate was ended by the signal ${signal}${signal === 'SIGKILL' || signal === 'SIGABRT' ? ', as the system does where memory is short' : ''}: what it was asked for is not done`);
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

/** The bundle, and the Node that came with a checkout. The test run bundles once, so that its many processes need not look again. */
async function program() {
  if (!existsSync(join(root, 'src'))) return { entry: bundled, node: undefined };
  const { ensure, packagedNode } = await import('./ensure.mjs');
  if (process.env.NAMEPLATE_BUNDLED) return { entry: bundled, node: packagedNode() };
  ensure();
  const { ensureBundle } = await import('./bundle.mjs');
  return { entry: ensureBundle(), node: packagedNode() };
}

try {
  const { entry, node } = await program();
  if (node && Number.parseInt(process.versions.node, 10) < PACKAGED_MAJOR) handOver(node, entry);
  else await import(pathToFileURL(entry).href);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
