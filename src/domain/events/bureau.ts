import * as z from 'zod';
import indicators from '../../../seeds/indicators.json' with { type: 'json' };
import { AMOUNT_MAX_FEN, fenOf, MONEY_PATTERN } from '../money.ts';
import type { MessageValue } from '../refusal.ts';
import type { IssueParams } from '../shapes.ts';
import {
  ABOVE_AMOUNT_MAX,
  decimal,
  factKey,
  fault,
  INSTITUTION_KINDS,
  integer,
  isDecimal,
  moneyOrZero,
  record,
  text,
} from '../shapes.ts';
import { isPeriod } from '../subject.ts';
import { data } from './data.ts';

/** The bureau's own records, the ledger's and its operator's (domain.md §4.7–4.9). */

export const INDICATOR_CODES = indicators.map((row) => row.code);
const indicator = () => z.enum(INDICATOR_CODES);

/** The five rows that the ledger derives; they are observed only for years that began before it was opened. */
export const DERIVED_INDICATORS: ReadonlySet<string> = new Set(
  indicators.filter((row) => row.derived).map((row) => row.code),
);

/** Rows 5, 6 and 8 are amounts in yuan, row 12 is any decimal, all others are whole numbers. */
export const MONEY_INDICATORS: ReadonlySet<string> = new Set([
  'pledge-amount-growth',
  'insured-sum-growth',
  'deal-amount-growth',
]);
const RATIO_INDICATORS: ReadonlySet<string> = new Set(['inventions-per-10k']);

const YEAR_MIN = 1985;
const YEAR_MAX = 2999;
export const year = () => integer(YEAR_MIN, YEAR_MAX);
const WHOLE = /^(0|[1-9]\d{0,17})$/;
const SIZE = /^(0|[1-9]\d{0,15})$/;
const ROOT_HASH = /^[A-Za-z0-9+/]{43}=$/;
const DIGEST = /^[0-9a-f]{64}$/;
const KEY_ID = /^[A-Za-z0-9]{1,32}$/;
const ORIGIN_LENGTH_MAX = 200;
const PATTERN_TEXT_MAX = 300;

const matching = (pattern: RegExp, expected: MessageValue) =>
  z.string().check((payload) => {
    if (payload.value.length > PATTERN_TEXT_MAX || !pattern.test(payload.value))
      fault(payload, 'VALUE_FORM', [], { expected });
  });

export const treeSize = () => matching(SIZE, { zh: '数字', en: 'digits' });
const rootHash = () => matching(ROOT_HASH, 'base64 SHA-256');
const period = () =>
  z.string().check((payload) => {
    if (!isPeriod(payload.value)) fault(payload, 'VALUE_FORM', [], { expected: 'yyyy-mm | yyyy' });
  });

const checkObserved = (payload: z.core.ParsePayload<{ indicator: string; value: string }>): void => {
  const { indicator: code, value } = payload.value;
  // What is no decimal has been refused as that.
  if (!isDecimal(value)) return;
  if (MONEY_INDICATORS.has(code)) {
    if (!MONEY_PATTERN.test(value)) fault(payload, 'MONEY_FORM', ['value']);
    else if (fenOf(value) > AMOUNT_MAX_FEN) fault(payload, 'MONEY_RANGE', ['value'], ABOVE_AMOUNT_MAX);
  } else if (!RATIO_INDICATORS.has(code) && !WHOLE.test(value))
    fault(payload, 'VALUE_FORM', ['value'], { expected: '0 | [1-9]\\d*' });
};

export const ROLES = ['institution', 'auditor', 'bureau', 'operator'] as const;
export type Role = (typeof ROLES)[number];
const roles = () => z.array(z.enum(ROLES)).min(1).max(ROLES.length);

/** What an institution confirms of a figure that the ledger derives: an amount in yuan, or a number. */
const reportedFigure = () =>
  record({
    indicator: z.enum([...DERIVED_INDICATORS]),
    amount: moneyOrZero().optional(),
    count: matching(WHOLE, { zh: '数字', en: 'digits' }).optional(),
  }).check((payload) => {
    const { indicator: code, ...values } = payload.value;
    // What is no such indicator has been refused as that.
    if (!DERIVED_INDICATORS.has(code)) return;
    const [stated, other] = MONEY_INDICATORS.has(code)
      ? (['amount', 'count'] as const)
      : (['count', 'amount'] as const);
    if (values[stated] === undefined) fault(payload, 'FIELD_MISSING', [stated]);
    if (values[other] !== undefined) fault(payload, 'FIELD_UNKNOWN', [other]);
  });

/** An indicator is confirmed once in a report. */
const checkReported = (
  payload: z.core.ParsePayload<{ figures: readonly { readonly indicator: string }[] }>,
): void => {
  const seen = new Set<string>();
  for (const [index, { indicator: code }] of payload.value.figures.entries()) {
    if (seen.has(code))
      fault(payload, 'VALUE_FORM', ['figures', index, 'indicator'], {
        expected: { zh: '每项指标一次', en: 'each indicator once' },
      });
    seen.add(code);
  }
};

export const BUREAU_EVENTS = {
  'ledger.opened': data({
    origin: text(ORIGIN_LENGTH_MAX),
    openedOn: z.iso.date(),
    demonstration: z.boolean(),
    rules: z.literal(1),
    predecessor: record({
      origin: text(ORIGIN_LENGTH_MAX),
      treeSize: treeSize(),
      rootHash: rootHash(),
    }).optional(),
  }),
  'rules.adopted': data({ version: integer(1, 1_000), reason: text() }),
  'indicator.observed': data({
    indicator: indicator(),
    year: year(),
    value: decimal(),
    division: z.string().optional(),
    source: text(),
  }).check(checkObserved),
  'target.set': data({
    indicator: indicator(),
    year: year(),
    required: decimal().optional(),
    target: decimal(),
  }),
  'period.closed': data({ period: period() }),
  'report.confirmed': data({
    period: period(),
    treeSize: treeSize(),
    figures: z.array(reportedFigure()).min(1).max(INDICATOR_CODES.length),
  }).check(checkReported),
  'bulletin.published': data({
    year: year(),
    treeSize: treeSize(),
    rootHash: rootHash(),
    rows: z.array(z.record(z.string(), z.json())),
    tables: z.array(record({ indicator: indicator(), by: text(), sha256: matching(DIGEST, 'hex SHA-256') })),
  }),
  'participant.admitted': data({ name: text(), kind: z.enum(INSTITUTION_KINDS), roles: roles() }),
  'participant.suspended': data({ reason: text().optional() }),
  'participant.reinstated': data({ reason: text().optional() }),
  'key.issued': data({
    keyId: matching(KEY_ID, '[A-Za-z0-9]{1,32}'),
    holder: text(),
    digest: matching(DIGEST, 'hex SHA-256'),
    roles: roles(),
  }),
  'key.revoked': data({ keyId: matching(KEY_ID, '[A-Za-z0-9]{1,32}') }),
  'finding.explained': data({ text: text() }),
  'finding.resolved': data({ text: text() }),
};

/** What may be requested and approved (domain.md §4.8). */
export const REQUESTABLE = ['fact.corrected', 'fact.withdrawn', 'target.set', 'bulletin.published'] as const;

const LOST_KEY = '__proto__';

/** Path of the first member named `__proto__`, if there is one. */
const lostPath = (value: unknown): PropertyKey[] | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, LOST_KEY)) return [LOST_KEY];
  for (const [key, member] of Object.entries(value)) {
    const path = lostPath(member);
    if (path) return [key, ...path];
  }
  return undefined;
};

/**
 * Data whose shape another check knows. The schema library's record leaves out a member named `__proto__`, and nothing of
 * a fact may be lost: it is refused as the unknown field that it is.
 */
const anyData = () =>
  z.preprocess(
    (value, context) => {
      const path = lostPath(value);
      if (path)
        context.issues.push({
          code: 'custom',
          input: value,
          path,
          params: { code: 'FIELD_UNKNOWN' } satisfies IssueParams,
        });
      return value;
    },
    z.record(z.string(), z.json()),
  );

/** Corrections and their approval; the inner `data` is judged by the schema of the type it belongs to. */
export const CORRECTION_EVENTS = {
  'fact.corrected': data({
    supersedes: factKey(),
    data: anyData(),
    reason: text(),
  }),
  'fact.withdrawn': data({ supersedes: factKey(), reason: text() }),
  'change.requested': data({
    type: z.enum(REQUESTABLE),
    data: anyData(),
    reason: text(),
  }),
  'change.approved': data({ request: factKey() }),
  'change.rejected': data({ request: factKey(), reason: text() }),
};
