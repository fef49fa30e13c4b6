import { newestCheckpoint } from '../checkpoints.ts';
import { writeAll } from './body.ts';
import type { ApiContext, Handler } from './context.ts';
import { requireLetIn } from './letIn.ts';
import { SLICE_EVENTS } from './limits.ts';
import { onlyKnown } from './parameters.ts';
import { queryOf, sequenceParameter } from './query.ts';

/**
 * `GET /v1/export`: the signed log as NDJSON, of any length: for each event a line `{"index":…,"event":…}` with the event as
 * the recorded bytes, and a last line `{"treeSize":…,"checkpoint":…}`, without which the answer is incomplete. `from` goes on
 * where an earlier answer ended. The tiles follow from the events.
 */

const OK = 200;

export const getExport =
  (context: ApiContext): Handler =>
  async (request, response, actor, audience) => {
    const { ledger } = context;
    const parameters = queryOf(request.url);
    onlyKnown(parameters, ['from']);
    const from = sequenceParameter(parameters.from, 'from') ?? 0;
    const { note, checkpoint } = newestCheckpoint(ledger);
    const { size } = checkpoint;
    response.status(OK).setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    for (let next = from; next < size; next += SLICE_EVENTS) {
      requireLetIn(context, actor, audience);
      const events = ledger.journal.read(next, Math.min(SLICE_EVENTS, size - next));
      const lines = events.map(({ sequence, text }) => `{"index":"${sequence}","event":${text}}\n`);
      await writeAll(response, lines.join(''));
      // Others get their turn between two slices.
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end(`${JSON.stringify({ treeSize: String(size), checkpoint: note })}\n`);
  };
