// Adds up the steps of `.ci/run`: names every failed test with the first lines of its message, prints one line a step with the files
// that took longest, then `N passed, N failed`. Exit code 1 when anything failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder] = process.argv.slice(2);
/** So many of the files that took longest are named, so that one sees where the minutes go. */
const SLOWEST = 8;
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

/** The failures again at the end: whoever reads only the tail of a long log shall know what broke. */
/** @param {string} name */
function nameFailures(name) {
  const report = join(folder, `${name}.json`);
  if (!existsSync(report)) return;
  for (const { name: file, message, assertionResults } of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const failed = assertionResults.filter((/** @type {{ status: string }} */ result) => result.status === 'failed');
    if (failed.length === 0 && message) console.log(`FAILED ${relative('.', file)}: ${firstLines(message)}`);
    for (const { fullName, failureMessages } of failed) console.log(`FAILED ${relative('.', file)}: ${fullName}\n  ${firstLines(failureMessages.join('\n'))}`);
  }
}

/** @param {string} name */
function slowest(name) {
  const report = join(folder, `${name}.json`);
  if (!existsSync(report)) return '';
  /** @type {[number, string][]} */
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults.map((/** @type {{ name: string, startTime: number, endTime: number }} */ { name: file, startTime, endTime }) => [(endTime - startTime) / 1000, relative('test', file)]);
  const longest = files.toSorted(([a], [b]) => b - a).slice(0, SLOWEST);
  return `\n  longest: ${longest.map(([seconds, file]) => `${file} ${seconds.toFixed(0)} s`).join(', ')}`;
}

/** @param {string} text */
function firstLines(text) {
  return text.split('\n').slice(0, 8).join('\n  ');
}

for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.exit'))) {
  const name = file.replace('.exit', '');
  const [exitCode, seconds] = readFileSync(join(folder, file), 'utf8').split(' ').map(Number);
  const { pass, fail, skip } = count(name, exitCode);
  nameFailures(name);
  console.log(`${name}: ${exitCode === 0 ? 'ok' : `exit ${exitCode}`} in ${seconds} s (${pass} passed, ${fail} failed, ${skip} skipped)${slowest(name)}`);
  passed += pass;
  failed += fail;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
