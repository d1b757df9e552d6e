// The law as data. Every list here is read by exactly one check beside this file; `test/architecture.test.ts` runs them all.

/**
 * Who may import whom. A pattern is a folder below `src` (`physics`: everything in it), a file (`engine/ports.ts`)
 * or the files directly in a folder (`engine/*`). The first zone that covers a file counts, so special zones come first.
 * A zone may always import from itself. `npm` holds package names, `scope/*` or `name-*` families; `node:*` are Node's own.
 */
export interface Zone {
  readonly zone: string;
  readonly src: readonly string[];
  readonly npm: readonly string[];
  /** Folders outside `src` whose files may be imported, such as scenarios as text. */
  readonly outside?: readonly string[];
}

const domainImports = ['base', 'physics', 'scenario', 'engine/kernel', 'engine/ports.ts', 'engine/events.ts'];
const domain = (name: string): Zone => ({ zone: `engine/${name}`, src: domainImports, npm: [] });
const engineImports = ['engine', 'scenario', 'physics', 'results', 'base'];

export const zones: readonly Zone[] = [
  { zone: 'base', src: [], npm: ['@stdlib/*'] },
  { zone: 'physics', src: ['base'], npm: [] },
  { zone: 'results', src: ['base'], npm: [] },
  { zone: 'scenario', src: ['base'], npm: ['zod', 'yaml', 'js-yaml', 'mathjs'] },
  { zone: 'engine/kernel', src: ['base'], npm: [] },
  { zone: 'engine/ports.ts', src: ['engine/ports'], npm: [] },
  { zone: 'engine/ports', src: ['base', 'physics', 'scenario', 'engine/kernel', 'engine/events.ts'], npm: [] },
  { zone: 'engine/events.ts', src: domainImports, npm: [] },
  ...['site', 'power', 'cooling', 'facility', 'fabric', 'compute', 'faults', 'ledger', 'metrics'].map(domain),
  { zone: 'engine/preflight', src: engineImports, npm: [] },
  { zone: 'engine/*', src: engineImports, npm: [] },
  { zone: 'analysis', src: ['base', 'scenario', 'results'], npm: [] },
  { zone: 'charts', src: ['base', 'scenario', 'results', 'analysis'], npm: ['d3', 'd3-*'] },
  { zone: 'exchange', src: ['base', 'physics', 'scenario', 'results'], npm: ['d3-dsv', 'fflate', 'hyparquet', 'hyparquet-compressors', 'hyparquet-writer', 'write-excel-file'] }, // format libraries: name each one here
  // Node's threads and processor count are the only host names of the runner; the app's bundle must not reach them (see `bundles`).
  { zone: 'runner', src: ['base', 'scenario', 'results', 'engine/*', 'engine/preflight'], npm: ['comlink', 'node:worker_threads', 'node:os'] },
  {
    zone: 'cli',
    src: ['base', 'physics', 'scenario', 'results', 'engine', 'analysis', 'charts', 'exchange', 'runner'],
    npm: ['node:*', 'commander', '@resvg/resvg-js'],
    outside: ['scenarios'],
  },
  { zone: 'app/widgets', src: ['base'], npm: ['get-nonce', 'react', 'react-dom', 'radix-ui'] },
  {
    // Shows what tests draw: their data lie beside the tests.
    zone: 'app/playground',
    src: ['base', 'scenario', 'results', 'analysis', 'charts', 'exchange', 'runner/protocol.ts', 'runner/client.ts', 'app'],
    npm: ['react', 'react-dom', 'radix-ui'],
    outside: ['test/charts', 'test/analysis'],
  },
  {
    zone: 'app',
    src: ['base', 'scenario', 'results', 'analysis', 'charts', 'exchange', 'runner/protocol.ts', 'runner/client.ts'],
    npm: ['get-nonce', 'react', 'react-dom', 'three', '@react-three/fiber', 'zustand', '@codemirror/*', '@lezer/*', 'radix-ui', 'cmdk', 'fflate', 'zod', '@fontsource-variable/inter', 'yaml', 'idb'],
    outside: ['scenarios'],
  },
];

/** Folders of registered siblings: what `index.ts` imports there may be imported by no other file of the folder. */
export const plugInFolders: readonly string[] = [
  'engine/compute/policies',
  'engine/compute/sources',
  'engine/power/components',
  'engine/cooling/plants',
  'engine/metrics/definitions',
  'exchange/importers',
  'exchange/exporters',
  'charts',
  'cli/commands',
];

/** Folders without clock, host, locale and DOM, whose results are the same bits on every engine. */
export const pureFolders: readonly string[] = ['base', 'physics', 'scenario', 'results', 'engine', 'analysis', 'charts'];

/** Names of the language that depend on clock, locale or garbage collection; banned even where a local shadows them. */
export const bannedLanguageNames: readonly string[] = ['Date', 'Intl', 'Temporal', 'WeakRef', 'FinalizationRegistry', 'globalThis', 'eval', 'Function'];

/** Names of a host; a local binding of that name in the file makes it an ordinary word. */
export const bannedHostNames: readonly string[] = [
  'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback',
  'console', 'process', 'performance', 'crypto', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global',
  'window', 'self', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'indexedDB', 'alert',
  'fetch', 'XMLHttpRequest', 'WebSocket', 'Worker', 'SharedWorker', 'MessageChannel', 'BroadcastChannel', 'postMessage',
];

/** Methods whose result depends on the host's locale. */
export const bannedMembers: readonly string[] = [
  'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toLocaleUpperCase', 'toLocaleLowerCase', 'localeCompare',
];

/** All of `Math` that the language defines to the last bit and that we use; the rest comes from `src/base/exact-math.ts`. */
export const exactMath: readonly string[] = ['abs', 'ceil', 'floor', 'round', 'trunc', 'min', 'max', 'sign', 'sqrt', 'imul', 'clz32', 'fround', 'PI', 'LN2'];

/** Lines a file, lines a function; the first row whose folder covers the file counts. */
export const budgets: readonly { folder: string; fileLines: number; functionLines: number }[] = [
  { folder: 'app', fileLines: 400, functionLines: 80 },
  { folder: '', fileLines: 400, functionLines: 60 },
];

/** Syntax that is banned everywhere below `src`: node type → what to do instead. */
export const bannedSyntax: Readonly<Record<string, string>> = {
  TSAnyKeyword: '`any`: name the type, or take `unknown` and narrow it',
  TSNonNullExpression: 'non-null `!`: check for absence, or let `assert` narrow the type',
  TSEnumDeclaration: '`enum`: a union of string literals or a const table',
  TSParameterProperty: 'parameter property: declare the field and assign it',
};

/** Comments that switch a check off. */
export const bannedComments: readonly RegExp[] = [/@ts-(ignore|nocheck|expect-error)/, /(eslint|oxlint)-disable/];

/** Words that say nothing about what a file holds. */
export const emptyFileWords: readonly string[] = ['util', 'utils', 'helper', 'helpers', 'manager', 'common', 'misc', 'service'];

/** Where the product begins: a file that no entry reaches is dead. Worker files are reached through `new URL('./x.ts', import.meta.url)`. */
export const entries: readonly string[] = ['cli/main.ts', 'app/main.tsx', 'app/offline/precache-worker.ts'];

/**
 * Files that may live without the product: formulas held against published tables before a component uses them, and reference
 * solvers that fast ones are tested against. Their tests are their users.
 */
export const references: readonly string[] = ['physics', 'engine/fabric/sharing.ts', 'engine/ledger/overlap.ts'];

/** What the static, non-type imports of an entry may never pull into its first bundle. */
export const bundles: readonly { entry: string; without: readonly string[]; why: string }[] = [
  { entry: 'app/main.tsx', without: ['engine', 'cli'], why: 'the engine runs in a worker, off the main bundle' },
  { entry: 'app/main.tsx', without: ['node:*'], why: 'a browser has no Node modules' },
];

/** All that may lie at the top of the repository, apart from what `.gitignore` names. */
export const topLevel: readonly string[] = [
  'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'index.html', 'README.md', 'LICENSE', '.gitignore',
  'src', 'public', 'scenarios', 'test', '.ci', '.git',
];

/** A README of a folder fits on a screen. */
export const readmeLines = 60;

/** The scan fails below these counts, so that a moved folder cannot empty it in silence. Raise them as the project grows. */
export const leastScanned = { files: 1, imports: 1, functions: 1 };
