#!/usr/bin/env node
'use strict';
// The command `vtg`. Plain JavaScript that any Node can read, so that a Node too old gets a sentence and not a stack trace.
const OLDEST = [22, 22, 3];

function isTooOld(version) {
  const parts = version.split('.').map(Number);
  for (let index = 0; index < OLDEST.length; index++) {
    if (parts[index] !== OLDEST[index]) return parts[index] < OLDEST[index];
  }
  return false;
}

if (isTooOld(process.versions.node)) {
  process.stderr.write(
    'vtg: needs Node ' +
      OLDEST.join('.') +
      ' or newer, this is ' +
      process.versions.node +
      '. Start it by npm (npm start, npx vtg …), which brings its own Node 24.\n',
  );
  process.exit(1);
}

try {
  require.resolve('../dist/src/cli.js');
} catch {
  process.stderr.write('vtg: not built yet. Run: npm run build\n');
  process.exit(1);
}
// Compiled code is kept between starts, which saves a third of a cold start.
require('node:module').enableCompileCache();
require('../dist/src/cli.js');
