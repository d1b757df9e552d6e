// One configuration for all that is built or run: the app (default), the command line (`--mode cli`) and the tests (vitest).
import react from '@vitejs/plugin-react';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin, type UserConfig } from 'vite';
import type { TestProjectConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { contentSecurity, STYLE_NONCE } from './.ci/content-security.mjs';
import { offline } from './.ci/offline.mjs';

const source = normalizePath(fileURLToPath(new URL('./src', import.meta.url)));

/** SharedArrayBuffer needs a cross-origin isolated page. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const app: UserConfig = {
  base: './', // relative, so that the built app runs from any folder of any static host
  plugins: [react(), contentSecurity(), offline()],
  html: { cspNonce: STYLE_NONCE },
  // To learn whether a browser knows generators, that package makes a script from text, which the policy of the page refuses; browsers that know symbols know both.
  resolve: { alias: { '@stdlib/assert-has-generator-support': '@stdlib/assert-has-symbol-support' } },
  worker: { format: 'es' },
  clearScreen: false,
  server: { host: '127.0.0.1', headers: isolated },
  preview: { host: '127.0.0.1', headers: isolated },
  // three.js and the reader of spreadsheets are whole libraries, each loaded on its own when it is needed.
  build: { target: 'es2023', outDir: 'dist/app', emptyOutDir: true, chunkSizeWarningLimit: 1000 },
};

/** Bundles a module that source code names by `new URL('./file.ts', import.meta.url)`, as Vite itself does for the app only. */
const moduleByUrl: Plugin = {
  name: 'module-by-url',
  enforce: 'pre', // before other transforms rewrite the expression
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    const changed = code.replace(/new URL\(\s*'(\.{1,2}\/[\w./-]+)\.ts'\s*,\s*import\.meta\.url\s*\)/g, (_, target: string) => {
      const file = posix.join(posix.dirname(id), `${target}.ts`);
      const fileName = `${posix.relative(source, file).replaceAll('/', '-').replace(/\.ts$/, '')}.js`;
      this.emitFile({ type: 'chunk', id: file, fileName });
      return `new URL('./${fileName}', import.meta.url)`; // all chunks lie side by side
    });
    return changed === code ? undefined : { code: changed, map: null };
  },
};

const cli: UserConfig = {
  plugins: [moduleByUrl],
  publicDir: false,
  ssr: { noExternal: true, external: ['@resvg/resvg-js'] }, // a native module cannot be part of a bundle
  build: {
    ssr: true,
    target: 'node20', // users run the bundle on the Node that they have
    outDir: process.env.NAMEPLATE_CLI_OUT ?? 'dist/cli',
    emptyOutDir: true,
    minify: false,
    license: { fileName: 'licenses.md' }, // of what is bundled
    rolldownOptions: {
      input: { main: 'src/cli/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** Packages that code for the browser imports, for Vite to prepare up front: one found during the run reloads the page under the tests. */
function browserPackages(): string[] {
  const files = globSync(['src/**/*.{ts,tsx}', 'test/**/*.browser.test.{ts,tsx}'], { exclude: ['src/cli/**'] });
  const names = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}) (?!type\b)(?:[^']* from )?'([^'.][^']*)'/gm)].map((match) => match[1]));
  const isScript = (name: string): boolean => !/^node:|^vitest|^\/|\.css$|^@fontsource/.test(name);
  return [...new Set(['react/jsx-dev-runtime', ...names.filter(isScript)])].toSorted();
}

/** Measures the heap, so it has a process of its own. */
const MEMORY = 'test/engine/kernel/allocation.test.ts';

async function testProjects(): Promise<TestProjectConfiguration[]> {
  const { playwright } = await import('@vitest/browser-playwright');
  const { launchOptions } = await import('./.ci/browser.mjs');
  // Generous: tests run on loaded machines and none of them asserts a duration.
  const patience = { testTimeout: 480_000, hookTimeout: 480_000 };
  // A second try, for what a browser does on two busy cores is not all in the app's hands; the log names what needed it.
  const beforeBrowser = { ...patience, retry: 1 };
  return [
    {
      // Files share a process, so that the engine is read and compiled once; tests keep nothing in modules.
      test: { ...patience, name: 'node', environment: 'node', isolate: false, maxWorkers: 2, include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/**/*.browser.test.{ts,tsx}', 'test/validation/**', 'test/e2e/**', MEMORY] },
    },
    {
      test: { ...patience, name: 'memory', environment: 'node', include: [MEMORY] },
    },
    {
      extends: true,
      optimizeDeps: { include: browserPackages() },
      test: {
        ...beforeBrowser,
        name: 'browser',
        include: ['test/**/*.browser.test.{ts,tsx}'],
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: await launchOptions() }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
    {
      // A user in front of the built app; files one after the other, for each has a browser.
      test: { ...beforeBrowser, name: 'e2e', environment: 'node', fileParallelism: false, globalSetup: 'test/e2e/serve-app.ts', include: ['test/e2e/**/*.e2e.test.ts'] },
    },
    {
      test: { name: 'validation', environment: 'node', include: ['test/validation/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
    },
  ];
}

export default defineConfig(async ({ mode }) => {
  if (mode === 'cli') return cli;
  return process.env.VITEST ? { ...app, test: { projects: await testProjects(), passWithNoTests: true } } : app;
});
