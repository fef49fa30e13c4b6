import { pledgeFact } from './facts.ts';
import { runLoad } from './loadClient.ts';

/** `httpLoad.ts PORT post|table CONNECTIONS SECONDS FIRST`: one measurement, its result as JSON on the standard output. */

const [port = '', kind = '', connections = '', seconds = '', first = '0'] = process.argv.slice(2);
const FACTS_MAX = 10_000_000;
const from = Number.parseInt(first, 10);

const result = await runLoad({
  port: Number.parseInt(port, 10),
  connections: Number.parseInt(connections, 10),
  seconds: Number.parseFloat(seconds),
  warmUpSeconds: 1,
  path: kind === 'table' ? '/v1/indicators?year=2020' : '/v1/events',
  ...(kind === 'table' ? {} : { bodyOf: (number) => pledgeFact(from + number, FACTS_MAX) }),
});
console.log(JSON.stringify(result));
