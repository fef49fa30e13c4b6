import type { InclusionJson } from '../api/proofs.ts';
import { notFound, Problem } from '../problem.ts';
import { canonicalJson, parseCheckpoint, parseHash, parseNote } from '../transparency/index.ts';
import { writeEvidence } from '../verify/archive.ts';
import type { ShownEvent } from '../verify/events.ts';
import { receiptFiles } from '../verify/receiptEvidence.ts';
import type { Server } from './server.ts';

/** The receipt of an import into a server, from what its API gives. */

/** A server signs at least once a second. */
const WAIT_MS_MAX = 15_000;
const POLL_MS = 250;

/** The newest checkpoint of the server, once it covers that many events. @throws Problem NOT_SIGNED */
const checkpointCovering = async (server: Server, size: number): Promise<string> => {
  const deadline = performance.now() + WAIT_MS_MAX;
  for (;;) {
    const note = await (await server.fetch({ path: '/log/checkpoint' })).text();
    if (parseCheckpoint(parseNote(note).text).size >= size) return note;
    if (performance.now() > deadline)
      throw new Problem('NOT_SIGNED', { detail: { zh: `大小 ${size}`, en: `size ${size}` } });
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

/** Answers come from the read model, which has to have the event. */
const after = (sequence: number): RequestInit => ({ headers: { 'Ledger-After': String(sequence) } });

/** Recorded events are handed out with their place, which is not among the recorded bytes. */
const eventAt = async (server: Server, sequence: number): Promise<ShownEvent> => {
  const query = { limit: '1', ...(sequence === 0 ? {} : { cursor: String(sequence - 1) }) };
  const answer = await (await server.fetch({ path: '/v1/events', query }, after(sequence))).json();
  const [found] = (answer as { readonly events: readonly Record<string, unknown>[] }).events;
  const { logindex, ...event } = found ?? {};
  if (logindex !== String(sequence)) throw notFound(`事件 ${sequence}`, `event ${sequence}`);
  return { index: sequence, text: canonicalJson(event) };
};

const hashesOf = async (server: Server, sequence: number, treeSize: number): Promise<Uint8Array[]> => {
  const query = { sequence: String(sequence), treeSize: String(treeSize) };
  const answer = await (await server.fetch({ path: '/v1/proofs/inclusion', query }, after(sequence))).json();
  return (answer as InclusionJson).hashes.map(parseHash);
};

/** Writes the receipt for facts at these places of the server's log. @throws Problem */
export const writeServerReceipt = async (
  server: Server,
  path: string,
  sequences: readonly number[],
): Promise<void> => {
  const needed = sequences.reduce((size, sequence) => Math.max(size, sequence + 1), 1);
  const checkpoint = await checkpointCovering(server, needed);
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  const events: ShownEvent[] = [];
  const proofs = new Map<number, Uint8Array[]>();
  for (const sequence of sequences) {
    events.push(await eventAt(server, sequence));
    proofs.set(sequence, await hashesOf(server, sequence, size));
  }
  const tree = { inclusionProof: (index: number) => proofs.get(index) ?? [] };
  writeEvidence(path, receiptFiles({ events, checkpoint, tree }));
};
