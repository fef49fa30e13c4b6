import type { Response } from 'express';
import { createTableReader } from './bulletins.ts';
import type { ApiContext, Handler } from './context.ts';
import { onlyKnown } from './parameters.ts';
import { queryOf } from './query.ts';

/** `GET /v1/bulletins/{id}/tables/{file}`: the bytes whose hash the bulletin holds. */

const OK = 200;
/** A published table never changes. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

const sendCsv = (response: Response, csv: string): void => {
  const bytes = Buffer.from(csv, 'utf8');
  response.status(OK).setHeader('Content-Type', 'text/csv; charset=utf-8');
  response.setHeader('Content-Length', bytes.length);
  response.setHeader('Cache-Control', FOR_GOOD);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
};

export const getBulletinTable = (context: ApiContext): Handler => {
  const readTable = createTableReader();
  return (request, response) => {
    onlyKnown(queryOf(request.url), []);
    const { id, file } = request.params;
    sendCsv(response, readTable(context.projected, String(id), String(file)));
  };
};
