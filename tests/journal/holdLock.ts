import { tryLock } from '../../src/journal/lock.ts';

/** Takes the lock of a file, says so, and holds it until the process ends, or for some time: node holdLock.ts PATH [MS] */

const [path, ms] = process.argv.slice(2);
const lock = tryLock(path as string);
process.stdout.write(lock ? 'held\n' : 'refused\n');
if (ms !== undefined) setTimeout(() => process.exit(), Number(ms));
else if (lock) process.stdin.resume();
