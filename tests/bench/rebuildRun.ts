import { rebuildReadModel } from '../../src/main.ts';

/** Rebuilds the read model of a data directory in a process of its own, so that the memory is that of the rebuild alone. */
const start = performance.now();
await rebuildReadModel(process.argv[2] as string);
const seconds = (performance.now() - start) / 1000;
const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ seconds, memoryMb }));
