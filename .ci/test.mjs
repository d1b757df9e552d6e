// Runs the tests alike on every system: fixed time zone and locale, the command line bundled once beforehand.
// Arguments go to vitest, except --golden (accept changed goldens), --validation (the slow comparisons instead) and --e2e (a user in front of the built app instead).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBundle } from './bundle.mjs';
import { packagedNode, root } from './ensure.mjs';

const given = process.argv.slice(2);
const own = ['--golden', '--validation', '--e2e'];
const projects = given.includes('--validation') ? ['validation'] : given.includes('--e2e') ? ['e2e'] : ['node', 'memory', 'browser'];
const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];
const args = [...projects.flatMap((name) => ['--project', name]), ...given.filter((flag) => !own.includes(flag))];
/** @type {Record<string, string | undefined>} */
const env = { ...process.env, NODE_ENV: 'test', TZ: 'UTC', LC_ALL: 'C' };

if (existsSync(join(root, 'src', 'cli', 'main.ts'))) {
  try {
    ensureBundle();
    env.NAMEPLATE_BUNDLED = '1';
  } catch (error) {
    console.error(error instanceof Error ? error.message : error); // tests of the command line will say so as well
  }
}
if (given.includes('--golden')) {
  env.UPDATE_GOLDEN = '1';
  args.push('--update');
}
const { status } = spawnSync(packagedNode() ?? process.execPath, [...vitest, ...args], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
