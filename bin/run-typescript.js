'use strict';
// Runs a TypeScript file of the workshop (benchmarks, the replaying client) that is not part of the build: node bin/run-typescript.js FILE …
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { version } = require('@swc/core/package.json');

const settings = readFileSync(resolve(__dirname, '..', '.swcrc'), 'utf8');
// Transformed text is kept by what it was made from, and compiled code as Node keeps it: tests start the gateway from its
// source some dozens of times, and this halves the work of a start.
// Not in the system's temporary folder, where others may write too.
const cache = resolve(__dirname, '..', 'node_modules', '.cache', 'typescript');
mkdirSync(cache, { recursive: true });
Module.enableCompileCache(cache);

function transform(filename) {
  const text = readFileSync(filename, 'utf8');
  const hash = createHash('sha256')
    .update(JSON.stringify([version, settings, filename, text]))
    .digest('hex');
  const kept = join(cache, hash);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { transformSync } = require('@swc/core');
    const options = { ...JSON.parse(settings), filename, swcrc: false, sourceMaps: 'inline' };
    const { code } = transformSync(text, options);
    // Others may do the same right now: a file is there whole or not at all.
    writeFileSync(`${kept}.${process.pid}`, code);
    renameSync(`${kept}.${process.pid}`, kept);
    return code;
  }
}

Module._extensions['.ts'] = (module, filename) => module._compile(transform(filename), filename);

// `import('./x.js')` names the file as it will be after the build.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...others) => {
  try {
    return resolveFilename(request, ...others);
  } catch (error) {
    if (!request.startsWith('.') || !request.endsWith('.js')) throw error;
    return resolveFilename(request.replace(/\.js$/, '.ts'), ...others);
  }
};

const [file, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], resolve(file), ...rest];
require(resolve(file));
