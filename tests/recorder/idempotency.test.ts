import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/recorder/recorder.ts';
import { facts, PARTIES, type Posted, RIGHTS, USCC, withAt } from '../support/facts.ts';
import { closeAll, deal, MINUTE_US, newSetup, payment, shortOf, shorts } from './setup.ts';

afterEach(closeAll);

/** What the same fact is answered with when it comes again. */
const repeatOf = (first: Outcome | undefined) => {
  if (first?.status !== 'recorded') throw new Error('not recorded');
  return { status: 'repeated', sequence: first.sequence, text: first.text };
};

describe('a repeat', () => {
  test('is answered with the stored event', async () => {
    const { one, clock, journal, log } = newSetup();
    const first = await one(deal(1));
    clock.advance(3 * MINUTE_US);
    const again = await one(deal(1));
    expect(first).toMatchObject({ status: 'recorded', sequence: 1 });
    expect(again).toMatchObject(repeatOf(first));
    expect(journal.size).toBe(2);
    expect(log.groups).toEqual([1]);
  });

  test('within one batch is answered with the event of the same batch', async () => {
    const { record, journal } = newSetup();
    const [first, second, third] = await record([deal(1), deal(1), deal(1)]);
    expect(shortOf(first)).toBe('recorded 1');
    expect(second).toMatchObject(repeatOf(first));
    expect(third).toMatchObject(repeatOf(first));
    expect(journal.size).toBe(2);
  });

  test('fifty at once make one event', async () => {
    const { one, journal } = newSetup();
    const answers = await Promise.all(Array.from({ length: 50 }, () => one(deal(1))));
    expect(answers.map(shortOf)).toEqual(['recorded 1', ...Array.from({ length: 49 }, () => 'repeated 1')]);
    expect(new Set(answers.map((answer) => answer.status !== 'refused' && answer.text)).size).toBe(1);
    expect(journal.size).toBe(2);
  });

  test('is known to a recorder that is started anew', async () => {
    const { one, journal, clock } = newSetup();
    const first = await one(deal(1));
    const again = newSetup({ journal, clock });
    expect(await again.one(deal(1))).toMatchObject(repeatOf(first));
  });

  test('is answered though the rules would now refuse it', async () => {
    const { record, one } = newSetup();
    await record([
      deal(1),
      payment(1, 'p1'),
      facts.dealRescinded({}, { id: 'rescinded', subject: deal(1).subject }),
    ]);
    expect(shortOf(await one(deal(1)))).toBe('repeated 1');
    expect(shortOf(await one(payment(1, 'p1')))).toBe('repeated 2');
  });

  test('is answered while the clock is wrong', async () => {
    const { one, clock } = newSetup();
    await one(deal(1));
    clock.jump(-60 * MINUTE_US);
    expect(shortOf(await one(deal(1)))).toBe('repeated 1');
    expect(shortOf(await one(deal(2)))).toBe('CLOCK_WRONG');
  });

  test('is answered whatever revision is asked for', async () => {
    const { one } = newSetup();
    await one(deal(1));
    expect(shortOf(await one(deal(1), { ifMatch: 17 }))).toBe('repeated 1');
    expect(shortOf(await one(payment(1, 'p1'), { ifMatch: 17 }))).toBe('REVISION_CONFLICT');
    expect(shortOf(await one(payment(1, 'p1'), { ifMatch: 0 }))).toBe('recorded 2');
  });

  test('of a correction is answered with the stored event', async () => {
    const { record } = newSetup();
    const corrected = facts.factCorrected({}, { id: 'corrected' });
    const all = [facts.dealSigned(), facts.dealPaid(), corrected];
    expect(shorts(await record(all))).toEqual(['recorded 1', 'recorded 2', 'recorded 3']);
    expect(shorts(await record(all))).toEqual(['repeated 1', 'repeated 2', 'repeated 3']);
  });

  test('is told by source and id together', async () => {
    const { record } = newSetup({ demonstration: true });
    const elsewhere = deal(2, {}, { id: 'deal-1', source: `urn:uscc:${USCC.otherBank}` });
    expect(shorts(await record([deal(1), elsewhere, deal(1), elsewhere]))).toEqual([
      'recorded 1',
      'recorded 2',
      'repeated 1',
      'repeated 2',
    ]);
  });

  test('may be of any age', async () => {
    const { record, one } = newSetup();
    await record(Array.from({ length: 300 }, (_, number) => deal(number)));
    expect(shortOf(await one(deal(0)))).toBe('repeated 1');
    expect(shortOf(await one(deal(299)))).toBe('repeated 300');
    expect(shorts(await record(Array.from({ length: 300 }, (_, number) => deal(299 - number))))).toEqual(
      Array.from({ length: 300 }, (_, number) => `repeated ${300 - number}`),
    );
  });
});

describe('numbers of rights are compared in their normal form', () => {
  const withNumber = (number: string): Posted => deal(1, { rights: [{ ...RIGHTS.invention, number }] });

  for (const number of [
    'ZL201510001000.8',
    'ZL2015100010008',
    '2015100010008',
    'zl201510001000.8',
    'CN201510001000.8',
    '２０１５１０００１０００.８',
  ])
    test(`${number} is 201510001000.8`, async () => {
      const { one } = newSetup();
      await one(withNumber('201510001000.8'));
      expect(shortOf(await one(withNumber(number)))).toBe('repeated 1');
    });

  test('the prefix first and none afterwards is a repeat too', async () => {
    const { one, event } = newSetup();
    await one(withNumber('ZL2015100010008'));
    expect(shortOf(await one(withNumber('201510001000.8')))).toBe('repeated 1');
    expect(event(1).data).toMatchObject({ rights: [{ number: '201510001000.8' }] });
  });

  test('another number is another fact', async () => {
    const { one } = newSetup();
    await one(withNumber('201510001000.8'));
    expect(shortOf(await one(withNumber('ZL201520001001.8')))).toBe(
      'IDEMPOTENCY_BODY_DIFFERS /data/rights/0/number',
    );
  });

  test('inside a correction they are normalized as well', async () => {
    const { record, one } = newSetup();
    const corrected = (number: string): Posted =>
      facts.factCorrected(
        {
          supersedes: { source: deal(1).source, id: 'deal-1' },
          data: { ...deal(1).data, rights: [{ ...RIGHTS.invention, number }] },
        },
        { id: 'corrected', subject: deal(1).subject },
      );
    await record([deal(1)]);
    expect(shortOf(await one(corrected('ZL2015200010018')))).toBe('recorded 2');
    expect(shortOf(await one(corrected('201520001001.8')))).toBe('repeated 2');
    expect(shortOf(await one(corrected('201510001000.8')))).toBe(
      'IDEMPOTENCY_BODY_DIFFERS /data/data/rights/0/number',
    );
  });
});

describe('the same identity with another content names the first difference', () => {
  const original = deal(
    1,
    { rights: [RIGHTS.invention, RIGHTS.utilityModel] },
    { time: '2024-06-15T03:00:00Z' },
  );
  const differences: readonly (readonly [string, Posted, string, unknown])[] = [
    ['a field', withAt(original, '/data/price', '500001'), '/data/price', '500001'],
    ['a flag', withAt(original, '/data/relatedParties', true), '/data/relatedParties', true],
    ['a field of a party', withAt(original, '/data/from/name', '改名公司'), '/data/from/name', '改名公司'],
    ['a number deep inside', withAt(original, '/data/to/keyIndustry', 9), '/data/to/keyIndustry', 9],
    [
      'a field of an element',
      withAt(original, '/data/rights/1/number', '201520001002.2'),
      '/data/rights/1/number',
      '201520001002.2',
    ],
    [
      'an element more',
      withAt(original, '/data/rights', [RIGHTS.invention, RIGHTS.utilityModel, RIGHTS.trademark]),
      '/data/rights/2',
      RIGHTS.trademark,
    ],
    ['an element less', withAt(original, '/data/rights', [RIGHTS.invention]), '/data/rights/1', undefined],
    [
      'elements in another order',
      withAt(original, '/data/rights', [RIGHTS.utilityModel, RIGHTS.invention]),
      '/data/rights/0/kind',
      'utilityModel',
    ],
    [
      'a member less, deep inside',
      withAt(original, '/data/rights', [
        { kind: 'invention', number: '201510001000.8' },
        RIGHTS.utilityModel,
      ]),
      '/data/rights/0/title',
      undefined,
    ],
    [
      'a member less',
      deal(
        1,
        { venue: undefined, rights: [RIGHTS.invention, RIGHTS.utilityModel] },
        { time: '2024-06-15T03:00:00Z' },
      ),
      '/data/venue',
      undefined,
    ],
    [
      'a party instead of another',
      withAt(original, '/data/from', { ...PARTIES.foreign, division: '441900003000' }),
      '/data/from/foreign',
      { country: 'DE', registration: 'HRB 12345' },
    ],
    ['the subject', { ...original, subject: deal(7).subject }, '/subject', deal(7).subject],
    ['the time', withAt(original, '/time', '2024-06-15T03:00:01Z'), '/time', '2024-06-15T03:00:01Z'],
    [
      'the first of several in the order of their names',
      {
        ...withAt(withAt(original, '/data/price', '1'), '/data/kind', 'openLicense'),
        subject: deal(7).subject,
      },
      '/data/kind',
      'openLicense',
    ],
  ];
  for (const [what, changed, pointer, value] of differences)
    test(what, async () => {
      const { one, journal } = newSetup();
      expect(shortOf(await one(original))).toBe('recorded 1');
      const outcome = await one(changed);
      expect(outcome).toMatchObject({
        status: 'refused',
        refusals: [{ code: 'IDEMPOTENCY_BODY_DIFFERS', pointer }],
      });
      expect(outcome.status === 'refused' && outcome.refusals[0]?.value).toEqual(value);
      expect(journal.size).toBe(2);
    });

  test('a member more', async () => {
    const { one } = newSetup();
    await one(deal(1, { venue: undefined }));
    expect(await one(deal(1))).toMatchObject({
      refusals: [{ code: 'IDEMPOTENCY_BODY_DIFFERS', pointer: '/data/venue', value: PARTIES.exchange }],
    });
  });

  test('another type', async () => {
    const { record, one } = newSetup();
    await record([deal(1), payment(1, 'x')]);
    const other = facts.dealRegistered({}, { id: 'x', subject: deal(1).subject });
    expect(await one(other)).toMatchObject({
      refusals: [{ code: 'IDEMPOTENCY_BODY_DIFFERS', pointer: '/data/amount' }],
    });
  });

  test('within one batch the first is recorded and the other refused', async () => {
    const { record, event, journal } = newSetup();
    expect(shorts(await record([deal(1), deal(1, { price: '1' }), deal(2)]))).toEqual([
      'recorded 1',
      'IDEMPOTENCY_BODY_DIFFERS /data/price',
      'recorded 2',
    ]);
    expect(event(1).data).toMatchObject({ price: '500000' });
    expect(journal.size).toBe(3);
  });

  test('of fifty at once that differ one is recorded', async () => {
    const { one, journal } = newSetup();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => one(deal(1, { price: String(index + 1) }))),
    );
    expect(answers.map(shortOf)).toEqual([
      'recorded 1',
      ...Array.from({ length: 49 }, () => 'IDEMPOTENCY_BODY_DIFFERS /data/price'),
    ]);
    expect(journal.size).toBe(2);
  });
});
