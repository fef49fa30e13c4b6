import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Code } from '../../../src/domain/codes.ts';
import { intakeText, intakeValue, LINE_CHARS_MAX } from '../../../src/exchange/intake.ts';
import { ABSENT, facts, type Posted, SUBJECT, USCC, withAt } from '../../support/facts.ts';
import { refusalsOf, type Scenario, scenario } from '../../support/scenario.ts';

/** What is refused before it is known what the fact is about: the JSON of a line and the attributes of the envelope. */

const fact = facts.pledgeRegistered();
const line = JSON.stringify(fact);
const inLine = (part: string, by: string): string => {
  if (!line.includes(part)) throw new Error(`not in the line: ${part}`);
  return line.replace(part, () => by);
};
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

let book: Scenario;
beforeAll(async () => {
  book = await scenario();
});
afterAll(() => book.close());

describe('a line', () => {
  const rows: readonly (readonly [sentence: string, text: string, code: Code, pointer: string])[] = [
    ['that is empty', '', 'JSON_INVALID', ''],
    ['of spaces', '   ', 'JSON_INVALID', ''],
    ['that begins with a byte order mark', `\uFEFF${line}`, 'JSON_INVALID', ''],
    ['that is cut off', line.slice(0, -1), 'JSON_INVALID', ''],
    ['cut off in a text', line.slice(0, 40), 'JSON_INVALID', ''],
    ['with something after the object', `${line},`, 'JSON_INVALID', ''],
    ['of two objects', line + line, 'JSON_INVALID', ''],
    ['with a comma too many', inLine('"data":{', '"data":{,'), 'JSON_INVALID', ''],
    ['with a comma at the end of the data', `${line.slice(0, -2)},}}`, 'JSON_INVALID', ''],
    ['in single quotes', line.replaceAll('"', "'"), 'JSON_INVALID', ''],
    ['with a comment', `${line} // done`, 'JSON_INVALID', ''],
    ['with NaN', inLine('"1000000.00"', 'NaN'), 'JSON_INVALID', ''],
    ['with Infinity', inLine('"1000000.00"', 'Infinity'), 'JSON_INVALID', ''],
    ['with undefined', inLine('"1000000.00"', 'undefined'), 'JSON_INVALID', ''],
    ['with a number of leading zeros', inLine('"keyIndustry":3', '"keyIndustry":03'), 'JSON_INVALID', ''],
    ['with a raw line feed in a text', inLine('Y2019440000001', 'Y\n'), 'JSON_INVALID', ''],
    ['with a raw tab in a text', inLine('Y2019440000001', 'Y\t'), 'JSON_INVALID', ''],
    ['with an escape that is none', inLine('Y2019440000001', '\\q'), 'JSON_INVALID', ''],
    ['that is a word', 'pledge', 'JSON_INVALID', ''],
    ['that is XML', '<fact/>', 'JSON_INVALID', ''],
    ['that is a list', `[${line}]`, 'JSON_NOT_OBJECT', ''],
    ['that is an empty list', '[]', 'JSON_NOT_OBJECT', ''],
    ['that is a number', '42', 'JSON_NOT_OBJECT', ''],
    ['that is a number beyond all bounds', '1e999', 'JSON_NOT_OBJECT', ''],
    ['that is a text', JSON.stringify(line), 'JSON_NOT_OBJECT', ''],
    ['that is true', 'true', 'JSON_NOT_OBJECT', ''],
    ['that is null', 'null', 'JSON_NOT_OBJECT', ''],
    ['with an attribute twice', `{"id":"other",${line.slice(1)}`, 'JSON_DUPLICATE_KEY', '/id'],
    [
      'with an equal attribute twice',
      `{"specversion":"1.0",${line.slice(1)}`,
      'JSON_DUPLICATE_KEY',
      '/specversion',
    ],
    ['with data twice', `${line.slice(0, -1)},"data":{}}`, 'JSON_DUPLICATE_KEY', '/data'],
    [
      'with a field of the data twice',
      inLine('"data":{', '"data":{"securedAmount":"5",'),
      'JSON_DUPLICATE_KEY',
      '/data/securedAmount',
    ],
    [
      'with a field twice, once escaped',
      inLine('"data":{', '"data":{"\\u0073ecuredAmount":"5",'),
      'JSON_DUPLICATE_KEY',
      '/data/securedAmount',
    ],
    [
      'with a field twice, once with a space before its colon',
      inLine('"data":{', '"data":{"securedAmount" :"5",'),
      'JSON_DUPLICATE_KEY',
      '/data/securedAmount',
    ],
    [
      'with a field twice, once with a line feed before its colon',
      inLine('"data":{', '"data":{"securedAmount"\n:"5",'),
      'JSON_DUPLICATE_KEY',
      '/data/securedAmount',
    ],
    [
      'with a field twice beside a text that begins with a colon',
      inLine('"data":{', '"data":{"ground":":","securedAmount" : ":",').replace(
        '"securedKind":',
        '"securedKind" :',
      ),
      'JSON_DUPLICATE_KEY',
      '/data/securedAmount',
    ],
    [
      'with a field of a right twice',
      inLine('"rights":[{', '"rights":[{"number":"1",'),
      'JSON_DUPLICATE_KEY',
      '/data/rights/0/number',
    ],
    [
      'with a field of a party twice',
      inLine('"pledgor":{', '"pledgor":{"division":"overseas",'),
      'JSON_DUPLICATE_KEY',
      '/data/pledgor/division',
    ],
    [
      'with a lone high surrogate',
      inLine('Y2019440000001', '\\ud800'),
      'JSON_LONE_SURROGATE',
      '/data/registrationNumber',
    ],
    [
      'with a lone low surrogate',
      inLine('Y2019440000001', 'Y\\uDC00Z'),
      'JSON_LONE_SURROGATE',
      '/data/registrationNumber',
    ],
    [
      'with the two halves of a pair in the wrong order',
      inLine('Y2019440000001', '\\ude00\\ud83d'),
      'JSON_LONE_SURROGATE',
      '/data/registrationNumber',
    ],
    [
      'with a lone surrogate in a key',
      inLine('"data":{', '"data":{"\\ud800":1,'),
      'JSON_LONE_SURROGATE',
      '/data',
    ],
    [
      'of lists inside lists',
      inLine('"1000000.00"', nested(40)),
      'JSON_TOO_DEEP',
      `/data/securedAmount${'/0'.repeat(30)}`,
    ],
    ['of a hundred thousand brackets', '['.repeat(100_000), 'JSON_TOO_DEEP', '/0'.repeat(32)],
    ['of 70 kB', inLine('Y2019440000001', 'x'.repeat(70_000)), 'FACT_TOO_LARGE', ''],
    ['of 70 kB in 24,000 characters', inLine('Y2019440000001', '押'.repeat(24_000)), 'FACT_TOO_LARGE', ''],
    ['of more than a million characters, unread', '{'.repeat(LINE_CHARS_MAX + 1), 'FACT_TOO_LARGE', ''],
    [
      'with an integer beyond all bounds',
      inLine('"keyIndustry":3', '"keyIndustry":1e999'),
      'TYPE_WRONG',
      '/data/pledgor/keyIndustry',
    ],
    [
      'with money beyond all bounds',
      inLine('"1000000.00"', '1e999'),
      'MONEY_NOT_TEXT',
      '/data/securedAmount',
    ],
  ];
  test.each(rows)('%s is refused', async (_sentence, text, code, pointer) => {
    const { size } = book;
    expect(refusalsOf(await book.when(text))).toEqual([[code, pointer]]);
    expect(book.size).toBe(size);
  });

  test('that is no JSON object stands in the refusal as text', () => {
    for (const text of ['', '{', '[1]', '42', '"x"', `{"id":1,"id":2}`]) {
      const taken = intakeText(text, { demonstration: false });
      expect(taken).toMatchObject({ ok: false, posted: text });
    }
  });

  test('that is an object stands in the refusal as posted', () => {
    const value = { type: 'nonsense', data: { amount: 5 } };
    expect(intakeText(JSON.stringify(value), { demonstration: false })).toMatchObject({
      ok: false,
      posted: value,
    });
    expect(intakeValue(value, { demonstration: false })).toMatchObject({ ok: false, posted: value });
  });

  test('of exactly one million characters is read', () => {
    const taken = intakeText(' '.repeat(LINE_CHARS_MAX), { demonstration: false });
    expect(taken).toMatchObject({ ok: false, refusals: [{ code: 'JSON_INVALID' }] });
  });

  test('a text in which each code point counts once is taken up to 200 of them', async () => {
    const own = await scenario();
    const emoji = inLine('Y2019440000001', '😀'.repeat(200));
    expect(await own.when(emoji)).toMatchObject({ status: 'recorded' });
    await own.close();
  });
});

describe('an envelope', () => {
  const rows: readonly (readonly [sentence: string, at: string, value: unknown, code: Code])[] = [
    ['without specversion', '/specversion', ABSENT, 'FIELD_MISSING'],
    ['of another specversion', '/specversion', '0.3', 'VALUE_NOT_ALLOWED'],
    ['with specversion as a number', '/specversion', 1.0, 'VALUE_NOT_ALLOWED'],
    ['without id', '/id', ABSENT, 'FIELD_MISSING'],
    ['with an empty id', '/id', '', 'TEXT_LENGTH'],
    ['with an id of 129 characters', '/id', 'x'.repeat(129), 'TEXT_LENGTH'],
    ['with a number as id', '/id', 7, 'TYPE_WRONG'],
    ['with an id that is not NFC', '/id', 'e\u0301', 'TEXT_NOT_NFC'],
    ['with a mobile number as id', '/id', '13800138000', 'PERSONAL_DATA'],
    ['with a control character in the id', '/id', 'a\u0000', 'VALUE_FORM'],
    ['with a line feed after the id', '/id', 'a\n', 'VALUE_FORM'],
    ['without source', '/source', ABSENT, 'FIELD_MISSING'],
    ['with a bare code as source', '/source', USCC.bank, 'SOURCE_FORM'],
    ['with a source of another kind', '/source', 'https://bank.example', 'SOURCE_FORM'],
    ["with the ledger's own source", '/source', 'urn:ledger', 'SOURCE_FORM'],
    ['with a source in capitals', '/source', `URN:USCC:${USCC.bank}`, 'SOURCE_FORM'],
    ['with no code in the source', '/source', 'urn:uscc:', 'SOURCE_FORM'],
    ['with a source of the wrong alphabet', '/source', 'urn:uscc:9111000060003IOZSV', 'SOURCE_FORM'],
    ['with a source of the wrong check character', '/source', 'urn:uscc:91110000600037341N', 'USCC_CHECK'],
    ['with a list as source', '/source', [], 'TYPE_WRONG'],
    ['without type', '/type', ABSENT, 'FIELD_MISSING'],
    ['of an unknown type', '/type', 'pledge.register', 'TYPE_UNKNOWN'],
    ['of a type named like a method', '/type', 'toString', 'TYPE_UNKNOWN'],
    ['of a type in capitals', '/type', 'Pledge.Registered', 'TYPE_UNKNOWN'],
    ['with a number as type', '/type', 7, 'TYPE_WRONG'],
    ['without subject', '/subject', ABSENT, 'FIELD_MISSING'],
    ['with an object as subject', '/subject', {}, 'TYPE_WRONG'],
    ['with an empty subject', '/subject', '', 'SUBJECT_FORM'],
    ['with a subject of no line', '/subject', `loan/${USCC.bank}.P1`, 'SUBJECT_FORM'],
    ['with a subject of another line', '/subject', SUBJECT.policy, 'SUBJECT_FORM'],
    ['with a subject without case id', '/subject', 'pledge/', 'SUBJECT_FORM'],
    ['with a subject of three parts', '/subject', `${SUBJECT.pledge}/a`, 'SUBJECT_FORM'],
    ['with a subject in Chinese', '/subject', `pledge/${USCC.bank}.质押`, 'SUBJECT_FORM'],
    ['with a case id of 101 characters', '/subject', `pledge/${USCC.bank}.${'a'.repeat(82)}`, 'SUBJECT_FORM'],
    ['with a line feed after the subject', '/subject', `${SUBJECT.pledge}\n`, 'SUBJECT_FORM'],
    ['with a mobile number in the subject', '/subject', `pledge/${USCC.bank}.13800138000`, 'PERSONAL_DATA'],
    [
      "with a new contract under another's prefix",
      '/subject',
      `pledge/${USCC.otherBank}.P1`,
      'SUBJECT_PREFIX',
    ],
    ['with a new contract without prefix', '/subject', 'pledge/P1', 'SUBJECT_PREFIX'],
    ['with a new contract whose prefix has no dot', '/subject', `pledge/${USCC.bank}-P1`, 'SUBJECT_PREFIX'],
    ['with a time without offset', '/time', '2019-03-01T08:00:00', 'TIME_FORM'],
    ['with a date as time', '/time', '2019-03-01', 'TIME_FORM'],
    ['with a space in the time', '/time', '2019-03-01 08:00:00Z', 'TIME_FORM'],
    ['with a time on 29 February 2019', '/time', '2019-02-29T08:00:00Z', 'TIME_FORM'],
    ['with a time at 24 o’clock', '/time', '2019-03-01T24:00:00Z', 'TIME_FORM'],
    ['with a number as time', '/time', 1_551_427_200, 'TYPE_WRONG'],
    ['of another content type', '/datacontenttype', 'application/xml', 'VALUE_NOT_ALLOWED'],
    ['of another schema version', '/dataschema', 'pledge.registered/2', 'SCHEMA_VERSION'],
    ['with the schema of another type', '/dataschema', 'pledge.amended/1', 'SCHEMA_VERSION'],
    ['with a number as dataschema', '/dataschema', 1, 'TYPE_WRONG'],
    ['without data', '/data', ABSENT, 'FIELD_MISSING'],
    ['with a list as data', '/data', [], 'TYPE_WRONG'],
    ['with a text as data', '/data', '{}', 'TYPE_WRONG'],
    ['with null as data', '/data', null, 'TYPE_WRONG'],
    ['with data_base64', '/data_base64', 'e30=', 'FIELD_UNKNOWN'],
    ['with an attribute of the ledger, revision', '/revision', 0, 'FIELD_UNKNOWN'],
    ['with an attribute of the ledger, recordedby', '/recordedby', 'local', 'FIELD_UNKNOWN'],
    ['with an attribute of the ledger, nonce', '/nonce', 'AAAA', 'FIELD_UNKNOWN'],
    ['with an attribute of the ledger, logindex', '/logindex', '0', 'FIELD_UNKNOWN'],
    ['with an extension attribute', '/traceparent', '00-1-2-3', 'FIELD_UNKNOWN'],
    ['with an attribute in capitals', '/Source', 'x', 'FIELD_UNKNOWN'],
    ['with an attribute named __proto__', '/__proto__', {}, 'FIELD_UNKNOWN'],
    ['with an attribute without a name', '/', 1, 'FIELD_UNKNOWN'],
    ['with recordedtime outside a demonstration', '/recordedtime', '2019-03-01T08:00:00Z', 'FIELD_UNKNOWN'],
  ];
  test.each(rows)('%s is refused', async (_sentence, at, value, code) => {
    const { size } = book;
    expect(refusalsOf(await book.when(withAt(fact, at, value)))).toEqual([[code, at]]);
    expect(book.size).toBe(size);
  });

  test('every fault of envelope and data is refused at once', async () => {
    const faulty = [
      ['/id', ''],
      ['/nonce', 'x'],
      ['/subject', 'pledge/'],
      ['/dataschema', 'x'],
      ['/data/securedAmount', 5],
      ['/data/rights/1/kind', 'patent'],
    ].reduce<Posted>((posted, [at, value]) => withAt(posted, at as string, value), fact);
    expect(refusalsOf(await book.when(faulty)).toSorted()).toEqual([
      ['FIELD_UNKNOWN', '/nonce'],
      ['MONEY_NOT_TEXT', '/data/securedAmount'],
      ['SCHEMA_VERSION', '/dataschema'],
      ['SUBJECT_FORM', '/subject'],
      ['TEXT_LENGTH', '/id'],
      ['VALUE_NOT_ALLOWED', '/data/rights/1/kind'],
    ]);
  });

  test('with all that it may have is taken after all of these', async () => {
    const full = { ...fact, time: '2019-03-01t08:00:00.5+08:00', datacontenttype: 'application/json' };
    const answer = await book.when({ ...full, dataschema: 'pledge.registered/1' });
    expect(answer).toMatchObject({ status: 'recorded', sequence: 1 });
    expect(book.event(1)).toMatchObject({ time: '2019-03-01t08:00:00.5+08:00', revision: 0 });
  });
});

describe('what is recorded already', () => {
  test('is a repeat when the numbers of its rights are only written otherwise', async () => {
    expect(
      await book.when(
        withAt(
          { ...fact, time: '2019-03-01t08:00:00.5+08:00', datacontenttype: 'application/json' } as Posted,
          '/data/rights/0/number',
          'cn2015100010008',
        ),
      ),
    ).toMatchObject({ status: 'repeated', sequence: 1 });
  });

  const same = {
    ...fact,
    time: '2019-03-01t08:00:00.5+08:00',
    datacontenttype: 'application/json',
  } as Posted;
  test.each<readonly [string, string, unknown]>([
    ['another amount', '/data/securedAmount', '1000000.01'],
    ['the same amount written otherwise', '/data/securedAmount', '1000000'],
    ['a field less', '/data/appraisedValue', ABSENT],
    ['another subject', '/subject', `pledge/${USCC.bank}.P2`],
    ['another time', '/time', '2019-03-01T00:00:00.5Z'],
    ['no time', '/time', ABSENT],
    ['a right less', '/data/rights/1', ABSENT],
    ['another title', '/data/rights/0/title', '另一种装置'],
  ])('is refused under the same id with %s', async (_sentence, at, value) => {
    const { size } = book;
    expect(refusalsOf(await book.when(withAt(same, at, value)))).toEqual([['IDEMPOTENCY_BODY_DIFFERS', at]]);
    expect(book.size).toBe(size);
  });

  test('is another fact under another source', async () => {
    const other = withAt(
      withAt(same, '/source', `urn:uscc:${USCC.otherBank}`),
      '/subject',
      `pledge/${USCC.otherBank}.P1`,
    );
    expect(await book.when(other)).toMatchObject({ status: 'recorded' });
  });
});

describe('in a demonstration', () => {
  test.each<readonly [string, string, Code]>([
    ['without an offset', '2024-06-15T12:00:00', 'TIME_FORM'],
    ['in the future', '2024-06-15T12:00:01+08:00', 'RECORDED_TIME'],
    ['before the last one', '2017-12-31T23:59:59+08:00', 'RECORDED_TIME'],
    ['equal to the last one', '2018-01-01T00:00:00+08:00', 'RECORDED_TIME'],
  ])('a recordedtime %s is refused', async (_sentence, recordedtime, code) => {
    const own = await scenario({ demonstration: true });
    expect(refusalsOf(await own.when({ ...fact, recordedtime }))).toEqual([[code, '/recordedtime']]);
    expect(own.size).toBe(1);
    await own.close();
  });

  test('a fact cannot have happened two days after its recordedtime', async () => {
    const own = await scenario({ demonstration: true });
    const posted = { ...fact, recordedtime: '2019-02-27T23:59:59+08:00' };
    expect(refusalsOf(await own.when(posted))).toEqual([['EFFECTIVE_RANGE', '/data/effectiveOn']]);
    expect(await own.when({ ...posted, recordedtime: '2019-02-28T00:00:00+08:00' })).toMatchObject({
      status: 'recorded',
    });
    // The time is no part of what makes a repeat.
    expect(await own.when({ ...posted, recordedtime: '2019-03-28T00:00:00Z' })).toMatchObject({
      status: 'repeated',
    });
    expect(await own.when(fact)).toMatchObject({ status: 'repeated' });
    await own.close();
  });

  test('a contract may have any case id', async () => {
    const own = await scenario({ demonstration: true });
    expect(await own.when(facts.pledgeRegistered({}, { subject: 'pledge/C1' }))).toMatchObject({
      status: 'recorded',
    });
    await own.close();
  });
});
