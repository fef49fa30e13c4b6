import { expect, test } from 'vitest';
import { CATALOGUE, type EventType } from '../../../src/domain/catalogue.ts';
import { before, FINDING, VALID } from '../../support/facts.ts';
import { anyPosterOf, refusalsOf, scenario } from '../../support/scenario.ts';

const TYPES = [...CATALOGUE.values()];
const posted = TYPES.filter(({ origin }) => origin === 'posted').map(({ type }) => type);
const written = TYPES.filter(({ origin }) => origin === 'ledger').map(({ type }) => type);

/** Posted types that are taken only in other ways: through a request. */
const NOT_DIRECTLY: Partial<Record<EventType, string>> = {
  'bulletin.published': 'FOUR_EYES',
};

test.each(posted.filter((type) => NOT_DIRECTLY[type] === undefined))(
  'a valid %s is recorded',
  async (type) => {
    const book = await scenario({ findings: [FINDING] });
    await book.given(...before(type));
    const size = book.size;
    const answer = await book.when(VALID[type](), anyPosterOf(type));
    expect(refusalsOf(answer)).toEqual([]);
    expect(answer).toMatchObject({ status: 'recorded', sequence: size });
    expect(book.event(size)).toMatchObject({
      type,
      dataschema: `${type}/1`,
      recordedby: anyPosterOf(type).recordedBy,
    });
    expect(await book.when(VALID[type](), anyPosterOf(type))).toMatchObject({
      status: 'repeated',
      sequence: size,
    });
    await book.close();
  },
);

test.each(written)('%s is written by the ledger and cannot be posted', async (type) => {
  const book = await scenario();
  expect(refusalsOf(await book.when(VALID[type]()))).toEqual([['TYPE_NOT_POSTABLE', '/type']]);
  await book.close();
});
