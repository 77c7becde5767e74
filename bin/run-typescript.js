'use strict';
// Runs a TypeScript file of the workshop (benchmarks, the replaying client) that is not part of the build: node bin/run-typescript.js FILE …
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const swcrc = JSON.parse(readFileSync(resolve(__dirname, '..', '.swcrc'), 'utf8'));
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...swcrc,
    filename,
    swcrc: false,
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};

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
