import type { BulletinRow } from '../../projections/bulletin.ts';
import { findIndicator } from '../../projections/indicators.ts';
import { RULES } from '../../projections/rules.ts';
import { type Publication, publicationOf } from '../domain/bulletins.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { type JsonDifference, jsonDifference } from '../domain/jsonDifference.ts';
import type { Message } from '../domain/refusal.ts';
import { splitSubject } from '../domain/subject.ts';
import { LEFT_OUT, type VerifiedJson, verifiedJson } from './answer.ts';
import { BULLETIN_STATEMENT, bulletinStatement } from './bulletinStatement.ts';
import { type Bundle, openBundleHead, proveEvents, readStatement, statementFile } from './bundle.ts';
import { continues, sizeOf } from './consistency.ts';
import { checkEntries } from './entryCheck.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { checkOldOfBundle } from './oldCheck.ts';
import { rowSource } from './rowSource.ts';
import type { Trust } from './trust.ts';

/** Checks evidence of a bulletin: that it was fixed then, has not changed since, and follows from the values in it. */

const FILE = statementFile('bulletin');

const mismatch = (at: string, detail: string | Message): DoesNotVerify =>
  new DoesNotVerify('BULLETIN_MISMATCH', at, detail);

/** The bulletin that the events shown have published. @throws DoesNotVerify BULLETIN_MISMATCH */
const publicationIn = ({ events }: Bundle): Publication & { readonly id: string } => {
  const { line, caseId } = splitSubject(events[0]?.event.subject ?? '');
  const isOneSubject = events.every(({ event }) => event.subject === events[0]?.event.subject);
  const publication = line === 'bulletin' && isOneSubject ? publicationOf(events) : undefined;
  if (!publication || events.length !== 2)
    throw mismatch('events.ndjson', {
      zh: '不是公报的申请及其批准',
      en: 'they are not the request of a bulletin and its approval',
    });
  return { ...publication, id: caseId };
};

/** What the rules of a version make of the values in a row, where it differs from the row. */
const differenceOf = (row: BulletinRow, year: number, version: number): JsonDifference | undefined => {
  const indicator = findIndicator(row.code);
  const rules = RULES.get(version);
  if (!indicator || !rules) return { pointer: '/code', value: row.code, other: null };
  const { name: _, ...computed } = rules.statedRow(rowSource(row, year, version), indicator, { year });
  const members = row as unknown as Readonly<Record<string, unknown>>;
  const stated = Object.fromEntries(Object.keys(computed).map((name) => [name, members[name] ?? null]));
  return jsonDifference(stated, computed, '');
};

/** Growth, targets and rounding follow from the values in the rows. @throws DoesNotVerify BULLETIN_MISMATCH */
const checkRows = ({ rows, year }: DataOf<'bulletin.published'>, at: string): void => {
  rows.forEach((row, place) => {
    const found = [...RULES.keys()].map((version) =>
      differenceOf(row as unknown as BulletinRow, year, version),
    );
    const [difference] = found;
    if (difference && found.every((each) => each !== undefined))
      throw mismatch(
        `${at}/rows/${place}${difference.pointer}`,
        `${JSON.stringify(difference.value)} ≠ ${JSON.stringify(difference.other)}`,
      );
  });
};

/** @throws DoesNotVerify */
export const verifyBulletin = (bundle: Bundle, trust: Trust): VerifiedJson => {
  const value = readStatement(bundle.statement, 'bulletin');
  const claim = readable(FILE, () => BULLETIN_STATEMENT.parse(value));
  const head = openBundleHead(bundle, trust);
  const { checkpoint } = head;
  if (claim.origin !== checkpoint.origin)
    throw new DoesNotVerify('ORIGIN_MISMATCH', FILE, {
      zh: `属于日志 ${claim.origin}`,
      en: `it is of the log ${claim.origin}`,
    });
  checkOldOfBundle(trust, head, { shown: [claim], at: FILE });
  proveEvents(bundle, head);
  const continued = continues(checkpoint, claim);
  if (!continued.ok) throw new DoesNotVerify('PROOF_INVALID', FILE, continued.message);
  checkEntries(bundle.events);
  const { id, request, approval, data } = publicationIn(bundle);
  const computed = bulletinStatement({
    origin: checkpoint.origin,
    id,
    request: request.sequence,
    approval: approval.sequence,
    bulletin: data,
    consistency: claim.consistency,
  });
  const difference = jsonDifference(value, computed, '');
  if (difference)
    throw mismatch(
      `${FILE}${difference.pointer}`,
      `${JSON.stringify(difference.value)} ≠ ${JSON.stringify(difference.other)}`,
    );
  if (sizeOf(data.treeSize) > request.sequence)
    throw mismatch(FILE, {
      zh: '所述日志规模超过其申请所在之处',
      en: 'it speaks of a size of the log beyond its own request',
    });
  checkRows(data, `bulletin/${id}`);
  return verifiedJson(head, {
    kind: 'bulletin',
    proved: [
      {
        zh: `公报 ${id} 的表格在日志有 ${data.treeSize} 条事件时即已确定，第 ${approval.sequence} 条批准发布，此后没有改变。`,
        en: `The table of bulletin ${id} was fixed when the log had ${data.treeSize} events, was approved by event ${approval.sequence}, and has not changed since.`,
      },
      {
        zh: '表中的增长率、目标与舍入与表中的数值相符。',
        en: 'Its growth rates, targets and roundings follow from the values in it.',
      },
    ],
    notProved: [LEFT_OUT],
    subject: { ...computed, rows: data.rows, tables: data.tables },
  });
};
