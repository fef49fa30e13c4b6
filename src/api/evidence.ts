import type { Request, Response } from 'express';
import { newestCheckpoint, type PublishedCheckpoint, requireSigned, rootAt } from '../checkpoints.ts';
import type { LedgerReader } from '../main.ts';
import { notFound, wrongUse } from '../problem.ts';
import type { EvidenceFile } from '../verify/archive.ts';
import { bulletinEvidence } from '../verify/bulletinEvidence.ts';
import { figureEvidence } from '../verify/figureEvidence.ts';
import { zipOf } from '../verify/zip.ts';
import { resolveAsOf } from './asOf.ts';
import type { ApiContext, Handler } from './context.ts';
import { ZIP_TYPE } from './mediaType.ts';
import { indicatorParameter, onlyKnown, type Parameters, requiredYear } from './parameters.ts';
import { queryOf, sequenceParameter } from './query.ts';
import { awaitVintages } from './reading.ts';

/** Evidence of figures and bulletins: the files that a command writes, and the same as a zip over HTTP. */

/** The size that the evidence is of: what was recorded after the newest checkpoint cannot be proved yet. */
const provableSize = (
  ledger: LedgerReader,
  asOf: string | undefined,
  newest: PublishedCheckpoint,
): number => {
  const size = resolveAsOf(ledger.journal, asOf);
  if (asOf === undefined || asOf === 'latest') return Math.min(size, newest.checkpoint.size);
  requireSigned(ledger, size, newest);
  return size;
};

/** Size of the earlier checkpoint that the evidence shall be checkable against. */
const oldParameter = (
  ledger: LedgerReader,
  parameters: Parameters,
  newest: PublishedCheckpoint,
): number | undefined => {
  const old = sequenceParameter(parameters.old, 'old');
  if (old === undefined) return undefined;
  if (old === 0) throw wrongUse('old：应为 1 或以上的树大小', 'old: a size from 1 on');
  requireSigned(ledger, old, newest);
  return old;
};

/**
 * `evidence CODE`: of the figure of a year as of a moment, `old` being the size of an earlier checkpoint.
 * @throws Problem USAGE, NOT_SIGNED
 */
export const figureEvidenceFiles = (
  ledger: LedgerReader,
  code: string,
  parameters: Parameters,
): Iterable<EvidenceFile> => {
  onlyKnown(parameters, ['year', 'asOf', 'old']);
  const newest = newestCheckpoint(ledger);
  const size = provableSize(ledger, parameters.asOf, newest);
  if (size === 0) throw wrongUse('空账本没有证据', 'there is no evidence in an empty ledger');
  const old = oldParameter(ledger, parameters, newest);
  const { origin } = newest.checkpoint;
  return figureEvidence(ledger, {
    indicator: indicatorParameter(code),
    year: requiredYear(parameters, 'year'),
    size,
    checkpoint: newest.note,
    ...(old === undefined ? {} : { old: { origin, size: old, root: rootAt(ledger, old, newest) } }),
  });
};

/** Evidence of a published bulletin. @throws Problem NOT_FOUND, NOT_SIGNED */
export const bulletinEvidenceFiles = (
  ledger: LedgerReader,
  id: string,
  parameters: Parameters,
): Iterable<EvidenceFile> => {
  onlyKnown(parameters, []);
  const published = ledger.published(ledger.journal.size()).find((each) => each.id === id);
  if (!published) throw notFound(`公报 ${id}`, `bulletin ${id}`);
  const newest = newestCheckpoint(ledger);
  requireSigned(ledger, published.approval.sequence + 1, newest);
  return bulletinEvidence(ledger.journal, { published, checkpoint: newest.note });
};

const OK = 200;

const sendZip = (response: Response, files: Iterable<EvidenceFile>, name: string): void => {
  const bytes = zipOf([...files]);
  response.status(OK).setHeader('Content-Type', ZIP_TYPE);
  response.setHeader('Content-Disposition', `attachment; filename="${name}.zip"`);
  response.setHeader('Content-Length', bytes.length);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
};

const nameIn = (request: Request, name: string): string => {
  const value = request.params[name];
  if (typeof value !== 'string') throw notFound(request.path);
  return value;
};

/** `GET /v1/indicators/{code}/{year}/evidence` */
export const getFigureEvidence =
  (context: ApiContext): Handler =>
  async (request, response) => {
    const query = queryOf(request.url);
    if ('year' in query) throw wrongUse('年份已在路径中', 'the year is in the path');
    await awaitVintages(context, query);
    const [code, year] = [nameIn(request, 'code'), nameIn(request, 'year')];
    sendZip(response, figureEvidenceFiles(context.projected, code, { ...query, year }), `${code}-${year}`);
  };

/** `GET /v1/bulletins/{id}/evidence` */
export const getBulletinEvidence =
  (context: ApiContext): Handler =>
  (request, response) => {
    const id = nameIn(request, 'id');
    sendZip(response, bulletinEvidenceFiles(context.projected, id, queryOf(request.url)), `bulletin-${id}`);
  };
