import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/domain/actor.ts';
import type { RejectLine } from '../../../src/exchange/importTally.ts';
import { facts, type Posted, USCC, VALID } from '../../support/facts.ts';
import { removeTemporaryDirectories } from '../../support/ledger.ts';
import { type Acting, admitAll, type Book, openBook, posterOf } from './book.ts';
import { CAPITAL } from './capital.ts';
import { CLOSED_MONTH, CLOSED_YEAR, CORRECTIONS, IN_CLOSED_PERIODS } from './corrections.ts';
import { DEAL } from './deal.ts';
import { ENVELOPE } from './envelope.ts';
import { badFields } from './fields.ts';
import { IN_OPEN_LEDGER, WITH_PARTICIPANTS } from './places.ts';
import { PLEDGE } from './pledge.ts';
import { POLICY } from './policy.ts';
import { RECORDS } from './records.ts';
import { type Row, valueAt } from './row.ts';
import { SHEETS } from './sheets.ts';

/** Refusals by the line of the file that they are of, in short and in the order of the alphabet. */
const shorts = (refused: readonly RejectLine[]): Record<number, readonly string[]> =>
  Object.fromEntries(
    refused.map(({ line, errors }) => [
      line,
      errors.map(({ code, pointer, event }) => `${code} ${pointer}${event ? `: ${event.id}` : ''}`).sort(),
    ]),
  );

/** Codes that tell another value than the one that stands at their pointer: the closed date, the time in another form. */
const TELLS_ANOTHER_VALUE: ReadonlySet<string> = new Set(['PERIOD_CLOSED', 'RECORDED_TIME']);

/** What a fact has at a pointer that leads to a value, which is the one that offends. */
const expectValues = ({ fact, errors }: RejectLine): void => {
  if (typeof fact !== 'object') return;
  for (const { code, pointer, value, event } of errors)
    if (pointer !== '' && event === undefined && !TELLS_ANOTHER_VALUE.has(code))
      expect({ code, value }).toEqual({ code, value: valueAt(fact, pointer) });
};

/** Posts what is all refused and leaves the ledger as it is; answers what with. */
const refusing = async (book: Book, post: () => Promise<readonly RejectLine[]>) => {
  const before = { size: book.size(), figures: await book.figures() };
  const refused = await post();
  expect({ size: book.size(), figures: await book.figures() }).toEqual(before);
  return refused;
};

/** As the case's own poster would write it. */
const lineOf = (fact: Posted | string, poster: string): string =>
  (typeof fact === 'string' ? fact : JSON.stringify(fact)).replaceAll(USCC.bank, poster);

interface Actors {
  /** Who posts the fact that is refused. */
  readonly actor: Actor;
  readonly ownerOf: (standing: Posted) => Actor;
}

const expectRefused = async (book: Book, row: Row, poster: string, actors?: Actors): Promise<void> => {
  const [, given, fact, ...refusals] = row;
  // What one actor posts is one file.
  for (const group of actors ? given.map((one) => [one]) : [given]) {
    const [first] = group;
    const lines = group.map((one) => lineOf(one, poster));
    expect(shorts(await book.lines(lines, first && actors?.ownerOf(first)))).toEqual({});
  }
  const refused = await refusing(book, () => book.lines([lineOf(fact, poster)], actors?.actor));
  expect(shorts(refused)).toEqual({ 1: [...refusals].sort() });
  refused.forEach(expectValues);
};

const named = <T extends Row>(rows: readonly T[]) =>
  rows.map((row, index) => ({ name: row[0], row, poster: posterOf(index) }));

interface BookOptions {
  readonly demonstration?: boolean;
  readonly standing?: readonly Posted[];
}

const testBook = (name: string, rows: readonly Row[], options: BookOptions = {}): void => {
  const { demonstration = true, standing = [] } = options;
  describe(name, () => {
    let book: Book;
    beforeAll(async () => {
      book = await openBook({ demonstration });
      expect(await book.lines(standing.map((fact) => JSON.stringify(fact)))).toEqual([]);
    });
    afterAll(() => book.close());
    test.each(named(rows))('$name is refused', ({ row, poster }) => expectRefused(book, row, poster));
  });
};

afterAll(removeTemporaryDirectories);

testBook('envelope, JSON and idempotency', ENVELOPE);
testBook('pledge', PLEDGE);
testBook('policy', POLICY);
testBook('deal', DEAL);
testBook('fund, securitization, risk pool, budget', CAPITAL);
testBook('records', RECORDS);
testBook('corrections', CORRECTIONS);
testBook('in closed periods', IN_CLOSED_PERIODS, { standing: [CLOSED_MONTH, CLOSED_YEAR] });
testBook('in an open ledger', IN_OPEN_LEDGER, { demonstration: false });

describe('with participants', () => {
  const rows = WITH_PARTICIPANTS.flatMap(([person, tried]) => tried.map((row) => ({ person, row })));
  const posters = rows.map((_row, index) => posterOf(index));
  let book: Book;
  let acting: Acting;
  beforeAll(async () => {
    book = await openBook({ demonstration: false });
    acting = await admitAll(book, posters);
  });
  afterAll(() => book.close());
  test.each(rows.map(({ person, row }, index) => ({ name: row[0], person, row, index })))(
    '$name is refused',
    async ({ person, row, index }) => {
      const poster = posterOf(index);
      await expectRefused(book, row, poster, {
        actor: acting(person, poster),
        ownerOf: ({ source }) => acting(source === `urn:uscc:${USCC.bureau}` ? 'bureau' : 'bank', poster),
      });
    },
  );
});

test('of an atomic file nothing is taken when one of its facts is refused', async () => {
  const book = await openBook({ demonstration: true });
  const lines = [
    facts.pledgeRegistered(),
    facts.loanDisbursed(),
    facts.loanRepaid({ principal: '800000.01' }),
    facts.dealSigned(),
  ].map((fact) => JSON.stringify(fact));
  const refused = await refusing(book, () => book.whole(lines));
  expect(shorts(refused)).toEqual({ 3: ['ABOVE_OUTSTANDING /data/principal'] });
  await book.close();
});

describe('fields', () => {
  let book: Book;
  beforeAll(async () => {
    book = await openBook({ demonstration: true });
  });
  afterAll(() => book.close());
  test.each(Object.keys(VALID))('every bad field of %s is refused', async (type) => {
    const bad = badFields(type);
    const refused = await refusing(book, () => book.lines(bad.map(({ fact }) => JSON.stringify(fact))));
    const told = shorts(refused);
    expect(bad.map(({ sentence }, index) => [sentence, told[index + 1]])).toEqual(
      bad.map(({ sentence, refusals }) => [sentence, refusals]),
    );
    refused.forEach(expectValues);
  });
});

describe('sheets', () => {
  let book: Book;
  beforeAll(async () => {
    book = await openBook({ demonstration: true });
  });
  afterAll(() => book.close());
  test.each(SHEETS)('$sentence is refused', async ({ cells, refusals }) => {
    const text = `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`;
    const told = shorts(await refusing(book, () => book.sheet(text)));
    expect(Object.values(told)).toEqual([[...refusals].sort()]);
  });
});
