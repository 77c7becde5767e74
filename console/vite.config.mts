/** Builds the console into dist/console: hashed files, and beside each its compressed forms, so that serving costs no CPU. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const outDir = resolve(import.meta.dirname, '../dist/console');

/** What is smaller is not worth a second file. */
const LEAST_BYTES = 1_024;

function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(join(outDir, 'assets'))) {
        const path = join(outDir, 'assets', name);
        const bytes = readFileSync(path);
        if (bytes.length < LEAST_BYTES) continue;
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // An inlined file would be a `data:` address, which the content security policy does not let in.
    assetsInlineLimit: 0,
    // One small file: a page's own would be one more thing that it waits for.
    cssCodeSplit: false,
    // The browsers of the target preload modules by themselves.
    modulePreload: { polyfill: false },
    // "use client" at the top of a module is for servers that draw React; there is none here.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      // What pages share is asked for with the entry, in two files: each costs more to ask for than to have.
      output: {
        codeSplitting: {
          minShareCount: 2,
          groups: [
            { name: 'libraries', test: /node_modules/ },
            { name: 'pieces', test: /console.src/ },
          ],
        },
      },
    },
  },
  // Only for `npx vite console`: the gateway under /api is one that runs beside it.
  server: { proxy: { '/api': 'http://127.0.0.1:3001', '/health': 'http://127.0.0.1:3001' } },
});
