import { facts, type Posted, USCC } from '../../support/facts.ts';
import { as, but, type Row, without } from './row.ts';

/** Envelope, JSON and idempotency: domain.md §2. */

const deal = facts.dealSigned();
const BANK = USCC.bank;

const envelope: readonly Row[] = [
  ['no specversion', [], without(deal, '/specversion'), 'FIELD_MISSING /specversion'],
  ['another specversion', [], but(deal, '/specversion', '0.3'), 'VALUE_NOT_ALLOWED /specversion'],
  ['a specversion in numbers', [], but(deal, '/specversion', 1), 'VALUE_NOT_ALLOWED /specversion'],
  ['no id', [], without(deal, '/id'), 'FIELD_MISSING /id'],
  ['an empty id', [], but(deal, '/id', ''), 'TEXT_LENGTH /id'],
  ['an id of 129 characters', [], but(deal, '/id', 'i'.repeat(129)), 'TEXT_LENGTH /id'],
  ['an id in numbers', [], but(deal, '/id', 7), 'TYPE_WRONG /id'],
  ['an id with a mobile number', [], but(deal, '/id', 'tel-13800138000'), 'PERSONAL_DATA /id'],
  ['no source', [], without(deal, '/source'), 'FIELD_MISSING /source'],
  ['a source without its scheme', [], but(deal, '/source', BANK), 'SOURCE_FORM /source'],
  ['a source of another scheme', [], but(deal, '/source', `urn:lei:${BANK}`), 'SOURCE_FORM /source'],
  ['the source of the ledger itself', [], but(deal, '/source', 'urn:ledger'), 'SOURCE_FORM /source'],
  [
    'a source with a wrong check character',
    [],
    but(deal, '/source', 'urn:uscc:91110000600037341N'),
    'USCC_CHECK /source',
  ],
  [
    'a source with letters out of the alphabet',
    [],
    but(deal, '/source', 'urn:uscc:9111000060003IOZSV'),
    'SOURCE_FORM /source',
  ],
  ['no type', [], without(deal, '/type'), 'FIELD_MISSING /type'],
  ['a type misspelt', [], but(deal, '/type', 'deal.sign'), 'TYPE_UNKNOWN /type'],
  ['a type in capitals', [], but(deal, '/type', 'Deal.Signed'), 'TYPE_UNKNOWN /type'],
  ['a type of nothing', [], but(deal, '/type', '__proto__'), 'TYPE_UNKNOWN /type'],
  ['no subject', [], without(deal, '/subject'), 'FIELD_MISSING /subject'],
  ['a subject without a line', [], but(deal, '/subject', `${BANK}.D1`), 'SUBJECT_FORM /subject'],
  ['the subject of another line', [], but(deal, '/subject', `pledge/${BANK}.D1`), 'SUBJECT_FORM /subject'],
  ['a subject without a case', [], but(deal, '/subject', 'deal/'), 'SUBJECT_FORM /subject'],
  ['a case with a space', [], but(deal, '/subject', `deal/${BANK}.D 1`), 'SUBJECT_FORM /subject'],
  ['a case with a slash', [], but(deal, '/subject', `deal/${BANK}/D1`), 'SUBJECT_FORM /subject'],
  ['a case in Chinese', [], but(deal, '/subject', `deal/${BANK}.合同`), 'SUBJECT_FORM /subject'],
  [
    'a case of 101 characters',
    [],
    but(deal, '/subject', `deal/${BANK}.${'D'.repeat(82)}`),
    'SUBJECT_FORM /subject',
  ],
  [
    'a subject that ends in a line break',
    [],
    but(deal, '/subject', `deal/${BANK}.D1\n`),
    'SUBJECT_FORM /subject',
  ],
  ['a time without its offset', [], but(deal, '/time', '2019-03-01T08:00:00'), 'TIME_FORM /time'],
  ['a date for a time', [], but(deal, '/time', '2019-03-01'), 'TIME_FORM /time'],
  ['a time on 29 February 2019', [], but(deal, '/time', '2019-02-29T08:00:00Z'), 'TIME_FORM /time'],
  ['a time at hour 25', [], but(deal, '/time', '2019-03-01T25:00:00Z'), 'TIME_FORM /time'],
  [
    'a content type that is no JSON',
    [],
    but(deal, '/datacontenttype', 'text/xml'),
    'VALUE_NOT_ALLOWED /datacontenttype',
  ],
  [
    'a later version of the schema',
    [],
    but(deal, '/dataschema', 'deal.signed/2'),
    'SCHEMA_VERSION /dataschema',
  ],
  ['the schema of another type', [], but(deal, '/dataschema', 'deal.paid/1'), 'SCHEMA_VERSION /dataschema'],
  ['an attribute that the ledger adds: revision', [], but(deal, '/revision', 0), 'FIELD_UNKNOWN /revision'],
  [
    'an attribute that the ledger adds: recordedby',
    [],
    but(deal, '/recordedby', 'local'),
    'FIELD_UNKNOWN /recordedby',
  ],
  [
    'an attribute that the ledger adds: nonce',
    [],
    but(deal, '/nonce', 'AAAAAAAAAAAAAAAAAAAAAA'),
    'FIELD_UNKNOWN /nonce',
  ],
  ['an attribute that the ledger adds: logindex', [], but(deal, '/logindex', '0'), 'FIELD_UNKNOWN /logindex'],
  [
    'an attribute of CloudEvents that is not taken',
    [],
    but(deal, '/traceparent', '00-1'),
    'FIELD_UNKNOWN /traceparent',
  ],
  ['data in Base64', [], but(deal, '/data_base64', 'e30='), 'FIELD_UNKNOWN /data_base64'],
  ['a recorded time that is none', [], but(deal, '/recordedtime', 'yesterday'), 'TIME_FORM /recordedtime'],
  [
    'a recorded time before the last one',
    [],
    but(deal, '/recordedtime', '2017-12-31T00:00:00Z'),
    'RECORDED_TIME /recordedtime',
  ],
  [
    'a recorded time to come',
    [],
    but(deal, '/recordedtime', '2024-06-15T04:30:00Z'),
    'RECORDED_TIME /recordedtime',
  ],
  ['no data', [], without(deal, '/data'), 'FIELD_MISSING /data'],
  ['data that is a list', [], but(deal, '/data', []), 'TYPE_WRONG /data'],
  ['data that is nothing', [], but(deal, '/data', null), 'TYPE_WRONG /data'],
  [
    'two faults at once',
    [],
    but(without(deal, '/data/price'), '/extra', 1),
    'FIELD_MISSING /data/price',
    'FIELD_UNKNOWN /extra',
  ],
  [
    'effective before the patent law',
    [],
    but(deal, '/data/effectiveOn', '1985-03-31'),
    'EFFECTIVE_RANGE /data/effectiveOn',
  ],
  [
    'effective two days after recording',
    [],
    but(deal, '/data/effectiveOn', '2024-06-17'),
    'EFFECTIVE_RANGE /data/effectiveOn',
  ],
  [
    'effective on 29 February of a common year',
    [],
    but(deal, '/data/effectiveOn', '2023-02-29'),
    'DATE_FORM /data/effectiveOn',
  ],
  [
    'effective on 29 February 1900',
    [],
    but(deal, '/data/effectiveOn', '1900-02-29'),
    'DATE_FORM /data/effectiveOn',
  ],
  ['no effective date', [], without(deal, '/data/effectiveOn'), 'FIELD_MISSING /data/effectiveOn'],
];

const line = (fact: Posted): string => JSON.stringify(fact);
const paid = facts.dealPaid();
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
/** Right by right, more than 65,535 bytes. */
const manyRights = Array.from({ length: 500 }, (_, index) => ({
  kind: 'copyright',
  number: `2019SR${index}`,
  title: '软件著作权登记证书所载名称'.repeat(3),
}));

const json: readonly Row[] = [
  ['a trailing comma', [], line(deal).replace(/}$/, ',}'), 'JSON_INVALID '],
  ['a line that is cut short', [], line(deal).slice(0, -1), 'JSON_INVALID '],
  ['two values in a line', [], `${line(deal)} ${line(deal)}`, 'JSON_INVALID '],
  ['a text in single quotation marks', [], line(deal).replaceAll('"', "'"), 'JSON_INVALID '],
  ['a number with a leading zero', [], line(deal).replace('"500000"', '0500'), 'JSON_INVALID '],
  ['a number that is none', [], line(deal).replace('"500000"', 'NaN'), 'JSON_INVALID '],
  ['a tab inside a text', [], line(deal).replace('示例科技', '示例\t科技'), 'JSON_INVALID '],
  ['a list', [], '[]', 'JSON_NOT_OBJECT '],
  ['a text', [], '"deal.signed"', 'JSON_NOT_OBJECT '],
  ['nothing', [], 'null', 'JSON_NOT_OBJECT '],
  [
    'a key twice',
    [],
    line(deal).replace('"price":', '"price":"1","price":'),
    'JSON_DUPLICATE_KEY /data/price',
  ],
  [
    'a key twice with the same value',
    [],
    line(deal).replace('"type":', '"type":"deal.signed","type":'),
    'JSON_DUPLICATE_KEY /type',
  ],
  [
    'a key twice, once with an escape',
    [],
    line(deal).replace('"price":', '"\\u0070rice":"1","price":'),
    'JSON_DUPLICATE_KEY /data/price',
  ],
  [
    'a key twice in a list',
    [],
    line(deal).replace('"number":', '"number":"1","number":'),
    'JSON_DUPLICATE_KEY /data/rights/0/number',
  ],
  [
    'half of a surrogate pair',
    [],
    line(deal).replace('一种示例装置', '\\ud800'),
    'JSON_LONE_SURROGATE /data/rights/0/title',
  ],
  [
    'a surrogate pair the wrong way round',
    [],
    line(deal).replace('一种示例装置', '\\udc00\\ud800'),
    'JSON_LONE_SURROGATE /data/rights/0/title',
  ],
  [
    'an exponent too large for any number',
    [],
    line(deal).replace('"500000"', '1e999'),
    'MONEY_NOT_TEXT /data/price',
  ],
  [
    'an exponent too large where a text is expected',
    [],
    line(deal).replace('"X1"', '1e999').replace('"deal.signed","source"', '1e999,"source"'),
    'TYPE_WRONG /id',
  ],
  ['a fact of 70 kB', [], but(deal, '/data/rights', manyRights), 'FACT_TOO_LARGE '],
  [
    'a list nested too deep',
    [],
    line(deal).replace('"一种示例装置"', nested(40)),
    `JSON_TOO_DEEP /data/rights/0/title${'/0'.repeat(28)}`,
  ],
];

const idempotency: readonly Row[] = [
  [
    'the same id with another amount',
    [deal],
    but(deal, '/data/price', '500001'),
    'IDEMPOTENCY_BODY_DIFFERS /data/price',
  ],
  [
    'the same id with an amount written otherwise',
    [deal],
    but(deal, '/data/price', '500000.00'),
    'IDEMPOTENCY_BODY_DIFFERS /data/price',
  ],
  [
    'the same id with a time',
    [deal],
    but(deal, '/time', '2020-03-01T08:00:00Z'),
    'IDEMPOTENCY_BODY_DIFFERS /time',
  ],
  [
    'the same id with an optional field less',
    [deal],
    without(deal, '/data/until'),
    'IDEMPOTENCY_BODY_DIFFERS /data/until',
  ],
  [
    'the same id with an optional field more',
    [without(deal, '/data/venue')],
    deal,
    'IDEMPOTENCY_BODY_DIFFERS /data/venue',
  ],
  [
    'the same id on another subject',
    [deal],
    but(deal, '/subject', `deal/${BANK}.D2`),
    'IDEMPOTENCY_BODY_DIFFERS /subject',
  ],
  [
    'the same id with another date',
    [deal, paid],
    but(paid, '/data/effectiveOn', '2020-04-02'),
    'IDEMPOTENCY_BODY_DIFFERS /data/effectiveOn',
  ],
  [
    'the same id with another right',
    [deal],
    but(deal, '/data/rights/0/number', '201910123456.X'),
    'IDEMPOTENCY_BODY_DIFFERS /data/rights/0/number',
  ],
  [
    'the same id with an event of another type',
    [deal, paid],
    as('deal.paid', facts.dealAmended()),
    'IDEMPOTENCY_BODY_DIFFERS /data/amount',
  ],
];

export const ENVELOPE: readonly Row[] = [...envelope, ...json, ...idempotency];
