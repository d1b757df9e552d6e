/** Small source trees that break exactly one rule, and look-alikes that break none: the checks are tested on both. */
export interface Planted {
  readonly title: string;
  readonly rule: string;
  /** Path below `src` → its text. */
  readonly files: Readonly<Record<string, string>>;
  /** A piece of every message that is expected, in order; empty for a look-alike. */
  readonly finds: readonly string[];
}

const lines = (count: number): string => 'x += 1;\n'.repeat(count);
const pure = (text: string): Planted['files'] => ({ 'engine/power/flow.ts': text });
const impure = (title: string, text: string, ...finds: string[]): Planted => ({ title, rule: 'purity', files: pure(text), finds });
const edge = (title: string, from: string, text: string, ...finds: string[]): Planted => ({ title, rule: 'imports', files: { [from]: text }, finds });

const importCases: readonly Planted[] = [
  edge('base imports nobody', 'base/ids.ts', `import { x } from '../physics/x.ts';`, 'base may not import physics/x.ts'),
  edge('a domain may not import a domain', 'engine/power/flow.ts', `import { x } from '../cooling/loop.ts';`, 'engine/power may not import engine/cooling/loop.ts'),
  edge('type-only imports count', 'engine/power/flow.ts', `import type { X } from '../cooling/loop.ts';`, 'engine/cooling/loop.ts'),
  edge('re-exports count', 'physics/index.ts', `export * from '../scenario/a.ts';\nexport type { B } from '../scenario/b.ts';`, 'a.ts', 'b.ts'),
  edge('import types count', 'physics/air.ts', `export type X = import('../engine/ports.ts').X;`, 'engine/ports.ts'),
  edge('dynamic imports count', 'analysis/a.ts', `export const x = import('../engine/simulation.ts');`, 'engine/simulation.ts'),
  edge('templates without holes count', 'analysis/a.ts', 'export const x = import(`../runner/pool.ts`);', 'runner/pool.ts'),
  edge('worker URLs count', 'app/run.ts', `new Worker(new URL('../engine/worker.ts', import.meta.url));`, 'engine/worker.ts'),
  edge('a domain may not import what wires it', 'engine/power/flow.ts', `import { x } from '../simulation.ts';`, 'engine/simulation.ts'),
  edge('ports may not import a domain', 'engine/ports.ts', `import type { X } from './compute/job.ts';`, 'engine/compute/job.ts'),
  edge('results are unknown to domains', 'engine/ledger/book.ts', `import type { X } from '../../results/x.ts';`, 'results/x.ts'),
  edge('the app knows two files of the runner', 'app/run.ts', `import '../runner/pool.ts';\nimport '../runner/client.ts';\nimport '../runner/protocol.ts';`, 'pool.ts'),
  edge('widgets know base only', 'app/widgets/knob.tsx', `import '../../results/x.ts';\nimport '../state/run.ts';`, 'results/x.ts', 'app/state/run.ts'),
  edge('root-relative paths count', 'base/a.ts', `import '/src/app/b.ts';`, 'app/b.ts'),
  edge('queries do not hide a path', 'base/a.ts', `import '../app/b.ts?raw';`, 'app/b.ts'),
  edge('packages by allowance', 'physics/air.ts', `import z from 'zod';`, 'package zod'),
  edge('deep package paths count', 'engine/kernel/a.ts', `import { h } from '@scope/name/deep.js';`, 'package @scope/name'),
  edge('comlink stays in the runner', 'app/run.ts', `import * as Comlink from 'comlink';`, 'package comlink'),
  edge('node stays out of the app', 'app/run.ts', `import 'node:fs';`, 'package node:fs'),
  edge('tests are no part of the product', 'cli/main.ts', `import '../../test/fixtures.ts';`, 'outside src'),
  edge('allowed: a domain on the kernel and ports', 'engine/power/flow.ts', `import '../kernel/queue.ts';\nimport '../ports.ts';\nimport './feed.ts';\nimport '../../base/ids.ts';`),
  edge('allowed: the wiring file on domains', 'engine/simulation.ts', `import './power/flow.ts';\nimport '../results/x.ts';`),
  edge('allowed: the app on widgets and packages', 'app/main.tsx', `import './widgets/knob.tsx';\nimport 'react-dom/client';\nimport text from '../../scenarios/a.yaml?raw';`),
  edge('allowed: families of packages', 'base/exact.ts', `import exp from '@stdlib/math-base-special-exp';`),
  edge('allowed: the command line on Node', 'cli/main.ts', `import 'node:fs/promises';\nimport 'commander';\nimport '../runner/pool.ts';`),
  edge('not an import: a string or comment', 'base/a.ts', `// import '../app/b.ts'\nexport const x = "import '../app/b.ts'";`),
  { title: 'an unknown folder', rule: 'zones', files: { 'engine/weather/a.ts': '', 'util/b.ts': '', 'engine/site/c.ts': '' }, finds: ['no folder', 'no folder'] },
];

const policies = (fifo: string): Planted['files'] => ({
  'engine/compute/policies/index.ts': `import { fifo } from './fifo.ts';\nimport { easy } from './easy/easy.ts';\nexport type { P } from './policy.ts';`,
  'engine/compute/policies/fifo.ts': fifo,
  'engine/compute/policies/easy/easy.ts': `import './shadow.ts';`,
});

const structureCases: readonly Planted[] = [
  { title: 'a policy imports a policy', rule: 'siblings', files: policies(`import type { E } from './easy/easy.ts';`), finds: ['fifo.ts imports easy'] },
  { title: 'a policy imports the registry', rule: 'siblings', files: policies(`import './index.ts';`), finds: ['imports index.ts'] },
  { title: 'a policy imports its contract', rule: 'siblings', files: policies(`import type { P } from './policy.ts';`), finds: [] },
  { title: 'plug-ins without a list', rule: 'siblings', files: { 'cli/commands/run.ts': '', 'cli/commands/chart.ts': '' }, finds: ['index.ts'] },
  {
    title: 'the engine in the main bundle',
    rule: 'bundles',
    files: { 'app/main.tsx': `import '../runner/client.ts';`, 'runner/client.ts': `import { s } from '../engine/simulation.ts';`, 'engine/simulation.ts': '' },
    finds: ['app/main.tsx → runner/client.ts → engine/simulation.ts'],
  },
  {
    title: 'Node in the main bundle',
    rule: 'bundles',
    files: { 'app/main.tsx': `import '../runner/client.ts';`, 'runner/client.ts': `import 'node:os';` },
    finds: ['runner/client.ts → node:os'],
  },
  {
    title: 'the engine behind a worker or as a type',
    rule: 'bundles',
    files: {
      'app/main.tsx': `import '../runner/client.ts';`,
      'runner/client.ts': `import type { S } from '../engine/simulation.ts';\nimport W from './worker/browser.ts?worker';\nnew Worker(new URL('./worker/browser.ts', import.meta.url));`,
      'runner/worker/browser.ts': `import '../../engine/simulation.ts';`,
      'engine/simulation.ts': '',
    },
    finds: [],
  },
  {
    title: 'a file that nobody imports',
    rule: 'unused files',
    files: { 'cli/main.ts': `import './run.ts';`, 'cli/run.ts': `import './main.ts';`, 'cli/old.ts': `import './run.ts';`, 'cli/README.md': '' },
    finds: ['no entry reaches it'],
  },
  {
    title: 'files reached as type, lazily, as worker and as style',
    rule: 'unused files',
    files: {
      'app/main.tsx': `import type { A } from './a.ts';\nconst b = import('./b.ts');\nnew Worker(new URL('./c.ts', import.meta.url));\nimport './d.css';`,
      'app/a.ts': '',
      'app/b.ts': '',
      'app/c.ts': '',
      'app/d.css': '',
    },
    finds: [],
  },
  { title: 'a folder without README', rule: 'readmes', files: { 'physics/air.ts': '' }, finds: ['needs a README.md'] },
  { title: 'a README of several screens', rule: 'readmes', files: { 'physics/air.ts': '', 'physics/README.md': lines(61) }, finds: ['61 lines'] },
  { title: 'a README of one screen', rule: 'readmes', files: { 'physics/air.ts': '', 'physics/README.md': lines(60) }, finds: [] },
];

const purityCases: readonly Planted[] = [
  impure('the clock', 'const t = Date.now(); type D = Date;', 'Date', 'Date'),
  impure('the clock under cover', 'const Date = 1; f({ Date });', 'Date', 'Date'),
  impure('timers', 'setTimeout(f, 1); queueMicrotask(f);', 'setTimeout', 'queueMicrotask'),
  impure('host objects', 'console.log(process.env.X, window, document.title, navigator?.x);', 'console', 'process', 'window', 'document', 'navigator'),
  impure('network and clocks of the host', 'const a = fetch; const b = () => performance.now(); const c = { fetch };', 'fetch', 'performance', 'fetch'),
  impure('through the global object', 'globalThis.x; self.x; import.meta.url;', 'globalThis', 'self', 'import.meta'),
  impure('unseeded randomness', 'const r = Math.random();', 'not seeded'),
  impure('inexact functions', `Math.pow(2, 3); Math['exp'](1); Math?.log(1);`, 'Math.pow', 'Math.exp', 'Math.log'),
  impure('inexact functions by the back door', 'const { sin } = Math; const m = Math; const f = Math[key];', 'Math', 'Math', 'Math'),
  impure('powers', 'let y = x ** 2; y **= 2;', '**', '**'),
  impure('locale', `n.toLocaleString(); a?.localeCompare(b); new Intl.NumberFormat(); s['toLocaleUpperCase']();`, 'Intl', 'toLocaleString', 'localeCompare', 'toLocaleUpperCase'),
  impure('exact functions', 'Math.floor(Math.sqrt(Math.PI)); Math.imul(1, 2); const f = Math.fround;'),
  impure('fields and labels of such a name', 'x.process; const y = { window: 1, fetch() {} }; interface Z { document: string; location: number } x.location.Math;'),
  impure('locals of such a name', `import { document } from 'yaml'; document.x; function f(process: number, { self }: P, [location] = []) { return process + self + location; }`),
  impure('words in text', `// Date.now() and Math.pow\nconst s = 'Date ** Math.pow';`),
  { title: 'hosts may', rule: 'purity', files: { 'cli/main.ts': 'console.log(Date.now(), Math.pow(2, 2));' }, finds: [] },
];

const longFunction = (count: number): string => `export const f = () => {\n${lines(count - 2)}};\n`;

const budgetCases: readonly Planted[] = [
  { title: 'a long file', rule: 'file length', files: { 'base/a.ts': lines(401), 'base/b.ts': lines(400) }, finds: ['401 lines'] },
  { title: 'a long function', rule: 'function length', files: { 'base/a.ts': longFunction(61), 'base/b.ts': longFunction(60) }, finds: ['f has 61 lines, budget 60'] },
  { title: 'a long component', rule: 'function length', files: { 'app/a.tsx': longFunction(81), 'app/b.tsx': longFunction(80) }, finds: ['budget 80'] },
  { title: 'a long method', rule: 'function length', files: { 'base/a.ts': `class A { m() {${lines(61)}} }` }, finds: ['m has 62 lines'] },
  { title: 'any', rule: 'syntax', files: { 'base/a.ts': 'let a: any; const b = c as any; type D = any[];' }, finds: ['any', 'any', 'any'] },
  { title: 'non-null', rule: 'syntax', files: { 'app/a.tsx': 'const a = b!.c; class D { e!: number } const f = <p>hi!</p>;' }, finds: ['non-null', 'non-null'] },
  { title: 'enum', rule: 'syntax', files: { 'base/a.ts': 'enum A { b } class C { constructor(readonly d: number) {} }' }, finds: ['enum', 'parameter property'] },
  { title: 'words in text', rule: 'syntax', files: { 'base/a.ts': `// any enum a!\nconst any = 'any'; if (!a !== b) c();` }, finds: [] },
  { title: 'a muted check', rule: 'comments', files: { 'base/a.ts': '// @ts-expect-error\n/* oxlint-disable */\n// ordinary' }, finds: ['@ts-expect-error', 'oxlint-disable'] },
  { title: 'file names', rule: 'file names', files: { 'base/fooBar.ts': '', 'base/foo-utils.ts': '', 'app/Site.tsx': '', 'app/foo-bar.tsx': '' }, finds: ['kebab', 'utils', 'kebab'] },
];

export const planted: readonly Planted[] = [...importCases, ...structureCases, ...purityCases, ...budgetCases];
