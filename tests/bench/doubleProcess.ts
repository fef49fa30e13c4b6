import { startDouble } from '../support/eventstore/double.ts';

/** The double as a process of its own, so that it does not share a thread with what is measured; ends with its parent. */

const { url } = await startDouble();
process.send?.(url);
process.on('disconnect', () => process.exit());
