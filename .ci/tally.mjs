// Adds up the steps of `.ci/run`: prints one line a step, then `N passed, N failed`. Exit code 1 when anything failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
let passed = 0;
let failed = 0;

/** A test run counts its tests; a broken run without a failed test (a crash, an unhandled error) is one failure more. */
/** @param {string} name @param {number} exitCode */
function count(name, exitCode) {
  const report = join(folder, `${name}.json`);
  if (!existsSync(report)) return { pass: exitCode === 0 ? 1 : 0, fail: exitCode === 0 ? 0 : 1, skip: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  const fail = Math.max(numFailedTests, exitCode === 0 ? 0 : 1, numFailedTests === 0 ? numFailedTestSuites : 0);
  return { pass: numPassedTests, fail, skip: numPendingTests + numTodoTests };
}

for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.exit'))) {
  const name = file.replace('.exit', '');
  const [exitCode, seconds] = readFileSync(join(folder, file), 'utf8').split(' ').map(Number);
  const { pass, fail, skip } = count(name, exitCode);
  console.log(`${name}: ${exitCode === 0 ? 'ok' : `exit ${exitCode}`} in ${seconds} s (${pass} passed, ${fail} failed, ${skip} skipped)`);
  passed += pass;
  failed += fail;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
