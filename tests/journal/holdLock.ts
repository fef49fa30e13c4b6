import { tryLock } from '../../src/journal/lock.ts';

/** Takes the lock of a file, says so, and holds it until the process ends: node holdLock.ts PATH */

const lock = tryLock(process.argv[2] as string);
process.stdout.write(lock ? 'held\n' : 'refused\n');
if (lock) process.stdin.resume();
