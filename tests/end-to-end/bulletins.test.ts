import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { afterEach, describe, expect, test } from 'vitest';
import type { BulletinContent } from '../../projections/bulletin.ts';
import {
  averageAnnualGrowth,
  growthJson,
  isGrowthMet,
  neededOf,
  yearOnYear,
} from '../../projections/growth.ts';
import {
  createTableReader,
  readBulletin,
  readBulletins,
  readBulletinTable,
} from '../../src/api/bulletins.ts';
import { readConfirmations } from '../../src/api/confirmations.ts';
import { projectedView } from '../../src/api/context.ts';
import { admit, suspend } from '../../src/api/participantActions.ts';
import { readIndicators, readLineage } from '../../src/api/readings.ts';
import type { RowWithRevisions } from '../../src/api/revisions.ts';
import {
  filesOf,
  type LedgerReader,
  type LedgerWriter,
  LOCAL_ACTOR,
  openLedgerReader,
  rebuildReadModel,
} from '../../src/main.ts';
import { computeBulletin } from '../../src/readmodel/bulletinThread.ts';
import { authenticateKey } from '../../src/recorder/apiKey.ts';
import { facts, type Posted, SOURCE, USCC } from '../support/facts.ts';
import { isTaken, post, removeTemporaryDirectories } from '../support/ledger.ts';
import { describeStores } from '../support/stores.ts';

/** Bulletins and confirmations on a ledger with the worked example of domain.md §6. */

const open: LedgerWriter[] = [];
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.closeWriter();
  removeTemporaryDirectories();
});

const EXAMPLE = readFileSync(new URL('../fixtures/worked-example.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { readonly recordedtime: string });

const ROW = 4;
const CODE = 'pledge-amount-growth';
const ENDLESS = new AbortController().signal;
const dayOf = (moment: string): string => moment.slice(0, 10);

/** Records the facts that were recorded up to a day. */
const recordUntil = async (ledger: LedgerWriter, day: string): Promise<LedgerWriter> => {
  open.push(ledger);
  const until = EXAMPLE.filter(({ recordedtime }) => recordedtime.slice(0, 10) <= day);
  expect((await post(ledger, until)).every(isTaken)).toBe(true);
  return ledger;
};

const postRest = async (ledger: LedgerWriter, after: string): Promise<void> => {
  const rest = EXAMPLE.filter(({ recordedtime }) => recordedtime.slice(0, 10) > after);
  expect((await post(ledger, rest)).every(isTaken)).toBe(true);
  ledger.projector.catchUp();
};

const at = (recordedtime: string) => ({ recordedtime });

const requestOf = (id: string, data: Readonly<Record<string, unknown>>, moment: string): Posted =>
  facts.changeRequested(
    {
      type: 'bulletin.published',
      data: { effectiveOn: dayOf(moment), ...data },
      reason: '年度公报',
      effectiveOn: dayOf(moment),
    },
    { id: `request-${id}`, subject: `bulletin/${id}`, ...at(moment) },
  );
const approvalOf = (id: string, moment: string): Posted =>
  facts.changeApproved(
    { request: { source: SOURCE, id: `request-${id}` }, effectiveOn: dayOf(moment) },
    { id: `approval-${id}`, subject: `bulletin/${id}`, ...at(moment) },
  );

const stated = async (ledger: LedgerWriter, year: number, size = ledger.journal.size()) => {
  await ledger.reach({ size, bulletins: [{ year, treeSize: size }] });
  const content = ledger.statements.bulletin(year, size);
  if (!content) throw new Error('no bulletin');
  return content as unknown as BulletinContent & Readonly<Record<string, unknown>>;
};

/** A row of rows 5–8 as a stranger reads it. */
interface GrowthOfBulletin {
  readonly value: { readonly amountFen: string };
  readonly base: { readonly amountFen: string };
  readonly previous: { readonly amountFen: string };
  readonly averageAnnualGrowth: object;
  readonly yearOnYear: object;
  readonly needed: object;
  readonly met: boolean;
  readonly targets: readonly { readonly target: string }[];
  readonly definition: { readonly rounding: 'halfEven'; readonly baseYear: number };
}

/** Publishes the bulletin of a year at the ledger's size, at two seconds after a moment. */
const publish = async (ledger: LedgerWriter, id: string, year: number, moment: string): Promise<void> => {
  const content = await stated(ledger, year);
  const done = await post(ledger, [requestOf(id, content, `${moment}:01Z`), approvalOf(id, `${moment}:02Z`)]);
  expect(done.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
  ledger.projector.catchUp();
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whoever may manage participants: the first one is admitted by anybody, and brings the operator's key. */
const operating = ({ directory, recorder }: LedgerWriter, params: Readonly<Record<string, string>> = {}) => {
  const { identity } = recorder.state;
  const file = join(directory, 'operator.key');
  const found = identity.hasParticipants
    ? authenticateKey(readFileSync(file, 'utf8').trimEnd(), identity)
    : undefined;
  const actor = found?.ok ? found.actor : LOCAL_ACTOR;
  return { params, actor, only: undefined, query: {} };
};

describeStores(({ demonstration }) => {
  const exampleUntil = async (day: string): Promise<LedgerWriter> => recordUntil(await demonstration(), day);

  describe('a bulletin', () => {
    test('is requested, approved, and stands with both events in full', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const size = ledger.journal.size();
      expect(readBulletins(ledger, {})).toEqual({ bulletins: [] });
      await publish(ledger, '2019-final', 2019, '2020-02-01T01:00');
      expect(readBulletins(ledger, {})).toEqual({
        bulletins: [
          {
            id: '2019-final',
            year: 2019,
            asOf: {
              sequence: String(size - 1),
              recordedTime: expect.any(String),
              treeSize: String(size),
              rootHash: ledger.journal.rootHash(size),
            },
            request: { source: SOURCE, id: 'request-2019-final', sequence: String(size) },
            approval: { source: SOURCE, id: 'approval-2019-final', sequence: String(size + 1) },
            publishedAt: '2020-02-01T01:00:02.000000Z',
          },
        ],
      });
      const { rows, tables, events } = readBulletin(ledger, '2019-final', {});
      expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
      expect(tables.map(({ indicator, by }) => `${indicator} ${by}`)).toHaveLength(25);
      expect(events).toMatchObject([
        { type: 'change.requested', logindex: String(size), data: { data: { treeSize: String(size) } } },
        { type: 'change.approved', logindex: String(size + 1) },
      ]);
    });

    test('lets growth, targets and rounding be computed from the values in it alone', async () => {
      const ledger = await exampleUntil('2021-01-31');
      const row = (await stated(ledger, 2020)).rows[ROW] as unknown as GrowthOfBulletin;
      expect(row).toMatchObject({
        value: { amountFen: '1750000000', display: '1750.00 万元' },
        base: { year: 2018, amountFen: '800000000' },
        previous: { year: 2019, amountFen: '1320000000' },
        targets: [
          { year: 2019, target: '40' },
          { year: 2020, target: '40' },
        ],
        monthsLeft: 3,
        met: true,
      });
      const [value, base, previous] = [row.value, row.base, row.previous].map((each) =>
        BigInt(each.amountFen),
      ) as [bigint, bigint, bigint];
      const { rounding, baseYear } = row.definition;
      const growths = row.targets.map(({ target }) => target);
      expect(growthJson(averageAnnualGrowth(value, base, { year: 2020, baseYear }), rounding)).toEqual(
        row.averageAnnualGrowth,
      );
      expect(growthJson(yearOnYear(value, previous), rounding)).toEqual(row.yearOnYear);
      expect({ amountFen: String(neededOf(base, growths)) }).toEqual(row.needed);
      expect(isGrowthMet(value, base, growths)).toBe(row.met);
    });

    test('holds the digest of the entries behind each figure', async () => {
      const ledger = await exampleUntil('2021-04-30');
      const { rows } = await stated(ledger, 2019);
      for (const row of rows) {
        const { entries } = readLineage(ledger, row.code, { year: '2019' });
        expect(row.entries).toEqual({
          count: String(entries.length),
          sha256: sha256(canonicalize(entries) as string),
        });
      }
      expect(rows[ROW]?.entries.count).toBe('5');
    });

    test('of an earlier size has the figures of then', async () => {
      const ledger = await exampleUntil('2021-04-30');
      const size = ledger.journal.sizeAt(Date.parse('2020-01-01T00:00:00+08:00') * 1_000);
      const [early, late] = [await stated(ledger, 2019, size), await stated(ledger, 2019)];
      expect([early, late].map(({ rows }) => rows[ROW]?.value)).toEqual([
        { amountFen: '1120000000', display: '1120.00 万元' },
        { amountFen: '1120000000', display: '1120.00 万元' },
      ]);
      expect([early, late].map(({ rows }) => rows[ROW]?.entries.count)).toEqual(['3', '5']);
      expect(early.rootHash).toBe(ledger.journal.rootHash(size));
    });

    test('is the same where a thread of its own computes it', async () => {
      const ledger = await exampleUntil('2021-04-30');
      const { journal, figures } = filesOf(ledger.directory);
      for (const treeSize of [40, ledger.journal.size()]) {
        const here = await stated(ledger, 2019, treeSize);
        expect(await computeBulletin({ journal, figures, year: 2019, treeSize }, ENDLESS)).toEqual(here);
      }
      await expect(
        computeBulletin({ journal, figures: `${figures}-none`, year: 2019, treeSize: 40 }, ENDLESS),
      ).rejects.toThrow('unable to open database file');
    });

    test('fits into an event', async () => {
      const ledger = await exampleUntil('2021-04-30');
      expect(JSON.stringify(await stated(ledger, 2020)).length).toBeLessThan(20_000);
    });

    test('serves its tables byte for byte years later, also from a read model that is built anew', async () => {
      const ledger = await exampleUntil('2020-01-31');
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      await postRest(ledger, '2020-01-31');
      const { tables } = readBulletin(ledger, 'first', {});
      const files = tables.map(({ indicator, by }) => `${indicator}-${by}.csv`);
      const hashes = tables.map(({ sha256: hash }) => hash);
      expect(files.map((file) => sha256(readBulletinTable(ledger, 'first', file)))).toEqual(hashes);
      const { directory } = ledger;
      await (open.pop() as LedgerWriter).closeWriter();
      await rebuildReadModel(directory);
      const reader = await openLedgerReader(directory);
      expect(files.map((file) => sha256(readBulletinTable(reader, 'first', file)))).toEqual(hashes);
      reader.close();
    });

    test('has each table computed once, for those to whom it is published', async () => {
      const ledger = await exampleUntil('2020-01-31');
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      const asked: number[] = [];
      const at = (size: number) => {
        asked.push(size);
        return ledger.figures.at(size);
      };
      const counted = { ...ledger, figures: { ...ledger.figures, at } };
      const read = createTableReader();
      const tableOf = (dimension: string, view: LedgerReader = counted): string =>
        read(view, 'first', `${CODE}-${dimension}.csv`);
      const tables = ['size', 'kind'].map((dimension) => tableOf(dimension));
      expect(tables).toEqual(
        ['size', 'kind'].map((dimension) => readBulletinTable(ledger, 'first', `${CODE}-${dimension}.csv`)),
      );
      expect(asked.splice(0)).not.toEqual([]);
      expect(['size', 'kind'].map((dimension) => tableOf(dimension))).toEqual(tables);
      expect(asked).toEqual([]);
      const before = projectedView(counted, { size: ledger.journal.size() - 1 });
      expect(() => tableOf('size', before)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    });

    test('leaves cells of fewer than three enterprises blank, and a second one beside them', async () => {
      const ledger = await exampleUntil('2020-01-31');
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      // Three enterprises in three towns: each town is one, and all of them are as many as there may be.
      expect(readBulletinTable(ledger, 'first', `${CODE}-division.csv`)).toBe(
        '\ufeffdivision,amountFen,status\r\n441900119000,,suppressed\r\n441900121000,,suppressed\r\n' +
          '441900401000,,suppressed\r\ntotal,1320000000,\r\n',
      );
      expect(readBulletinTable(ledger, 'first', `${CODE}-size.csv`)).toBe(
        '\ufeffsize,amountFen,status\r\nsmall,1320000000,\r\ntotal,1320000000,\r\n',
      );
      expect(readBulletinTable(ledger, 'first', 'pledge-count-growth-division.csv')).toBe(
        '\ufeffdivision,count,status\r\ntotal,3,\r\n',
      );
    });
  });

  describe('the status R', () => {
    const row = (ledger: LedgerWriter, parameters: Readonly<Record<string, string>>) =>
      readIndicators(ledger, parameters).rows[ROW];

    test('says what a figure was in the last bulletin, and what has changed it since', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const size = ledger.journal.size();
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      expect(row(ledger, { year: '2019' })).toMatchObject({ status: ['P'] });
      await postRest(ledger, '2020-01-31');
      const now = row(ledger, { year: '2019' });
      expect(now).toMatchObject({
        status: ['P', 'R'],
        value: { amountFen: '1120000000' },
        revised: [
          {
            since: 'bulletin',
            bulletin: 'first',
            asOf: { treeSize: String(size) },
            value: { amountFen: '1320000000' },
            change: { amountFen: '-200000000' },
            entryCount: '1',
            entries: [
              {
                type: 'pledge.revoked',
                effect: { amountFen: '-200000000' },
                running: { amountFen: '1120000000' },
              },
            ],
          },
        ],
      });
      expect(row(ledger, { year: '2020' })).not.toHaveProperty('revised');
      expect(row(ledger, { year: '2019', months: '1-12' })).toMatchObject({ status: ['P'] });
    });

    test('is gone with the next bulletin, and has the closing of the year beside it', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const closing = facts.periodClosed(
        { period: '2019', effectiveOn: '2020-02-01' },
        { id: 'close-2019', subject: 'period/2019', ...at('2020-02-01T00:30:00Z') },
      );
      expect((await post(ledger, [closing])).map(({ status }) => status)).toEqual(['recorded']);
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      await postRest(ledger, '2020-01-31');
      const revisions = () => {
        const now = row(ledger, { year: '2019' });
        return [now?.status, (now as RowWithRevisions | undefined)?.revised?.map(({ since }) => since)];
      };
      expect(revisions()).toEqual([
        ['A', 'R'],
        ['closing', 'bulletin'],
      ]);
      await publish(ledger, 'second', 2019, '2021-05-01T01:00');
      expect(revisions()).toEqual([['A', 'R'], ['closing']]);
      expect(readBulletins(ledger, {}).bulletins.map(({ id }) => id)).toEqual(['first', 'second']);
    });
  });

  describe('a figure that is not there', () => {
    const OBSERVATION = 'observation/gb-certified';
    const observed = facts.indicatorObserved(
      { indicator: 'gb-certified', value: '2000', division: undefined, effectiveOn: '2020-02-01' },
      { id: 'o1', subject: OBSERVATION, ...at('2020-02-01T00:10:00Z') },
    );
    const closing = facts.periodClosed(
      { period: '2019', effectiveOn: '2020-02-01' },
      { id: 'close-2019', subject: 'period/2019', ...at('2020-02-01T00:30:00Z') },
    );
    const withdrawal = [
      facts.changeRequested(
        {
          type: 'fact.withdrawn',
          data: { supersedes: { source: SOURCE, id: 'o1' }, reason: '误报', effectiveOn: '2020-02-02' },
          effectiveOn: '2020-02-02',
        },
        { id: 'withdraw-o1', subject: OBSERVATION, ...at('2020-02-02T00:10:00Z') },
      ),
      facts.changeApproved(
        { request: { source: SOURCE, id: 'withdraw-o1' }, effectiveOn: '2020-02-02' },
        { id: 'approve-o1', subject: OBSERVATION, ...at('2020-02-02T00:20:00Z') },
      ),
    ];
    const certified = (ledger: LedgerWriter) => readIndicators(ledger, { year: '2019' }).rows[0];
    const record = async (ledger: LedgerWriter, posted: readonly Posted[]): Promise<void> => {
      expect((await post(ledger, posted)).every(isTaken)).toBe(true);
      ledger.projector.catchUp();
    };

    test('any more has R with what it was at the closing and in the bulletin, and what took it away', async () => {
      const ledger = await exampleUntil('2020-01-31');
      await record(ledger, [observed, closing]);
      await publish(ledger, 'first', 2019, '2020-02-01T01:00');
      await record(ledger, withdrawal);
      const taken = {
        value: { level: '2000' },
        change: { level: '-2000' },
        entryCount: '1',
        entries: [{ id: 'approve-o1', effect: { level: '-2000' }, running: { level: '0' } }],
      };
      expect(certified(ledger)).toMatchObject({
        value: null,
        status: ['M', 'R'],
        revised: [
          { since: 'closing', ...taken },
          { since: 'bulletin', bulletin: 'first', ...taken },
        ],
      });
    });

    test('at the closing has R when it comes, and none when it has gone again', async () => {
      const ledger = await exampleUntil('2020-01-31');
      await record(ledger, [{ ...closing, ...at('2020-02-01T00:05:00Z') }]);
      expect(certified(ledger)).toMatchObject({ value: null, status: ['M'] });
      await record(ledger, [observed]);
      expect(certified(ledger)).toMatchObject({
        status: ['A', 'R'],
        revised: [{ since: 'closing', value: null, change: { level: '2000' }, entries: [{ id: 'o1' }] }],
      });
      await record(ledger, withdrawal);
      expect(certified(ledger)).toMatchObject({ value: null, status: ['M'] });
      expect(certified(ledger)).not.toHaveProperty('revised');
    });
  });

  describe('what is not as the log has it', () => {
    test('is refused with the place of the first difference, and the read model is waited for', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const size = ledger.journal.size();
      const content = await stated(ledger, 2019);
      const forged = structuredClone(content) as unknown as { rows: { value: { amountFen: string } }[] };
      (forged.rows[ROW] as (typeof forged.rows)[number]).value.amountFen = '1';
      const [refused] = await post(ledger, [requestOf('x', forged, '2020-02-01T01:00:00Z')]);
      expect(refused).toMatchObject({
        status: 'refused',
        refusals: [
          {
            code: 'BULLETIN_MISMATCH',
            pointer: `/data/data/rows/${ROW}/value/amountFen`,
            value: '1',
            message: { en: 'The bulletin differs from what the log gives at that size: "1320000000"' },
          },
        ],
      });
      expect(ledger.journal.size()).toBe(size);
      const rest = EXAMPLE.filter(({ recordedtime }) => recordedtime > '2020-02-01');
      expect((await post(ledger, rest)).every(isTaken)).toBe(true);
      expect(ledger.projector.size).toBe(size);
      // It speaks of a size that the read model has not come to yet.
      const beyond = { ...content, treeSize: String(size + 1) };
      const [behind] = await post(ledger, [requestOf('y', beyond, '2021-05-01T01:00:00Z')]);
      expect(behind).toMatchObject({
        refusals: [{ code: 'BULLETIN_MISMATCH', pointer: '/data/data/rootHash' }],
      });
      expect(ledger.projector.size).toBeGreaterThan(size);
    });

    test('is judged the same in a dry run, which records nothing', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const content = await stated(ledger, 2019);
      const [taken] = await post(ledger, [requestOf('x', content, '2020-02-01T01:00:00Z')], { dryRun: true });
      expect(taken?.status).toBe('recorded');
      expect(readBulletins(ledger, {})).toEqual({ bulletins: [] });
      expect(ledger.journal.size()).toBe(Number(content.treeSize));
    });
  });

  describe('a confirmation', () => {
    const AMOUNT = { indicator: CODE, amount: '13200000' };
    const report = (id: string, figures: readonly object[], moment: string, treeSize: number): Posted =>
      facts.reportConfirmed(
        { period: '2019', treeSize: String(treeSize), figures, effectiveOn: '2020-02-01' },
        { id, subject: `report/${USCC.bank}.2019`, ...at(moment) },
      );

    test('is taken as the log has it, shown beside the figure, and falls with the next change', async () => {
      const ledger = await exampleUntil('2020-01-31');
      const size = ledger.journal.size();
      const [refused, taken] = await post(ledger, [
        report('one', [{ ...AMOUNT, amount: '13200000.01' }], '2020-02-01T01:00:00Z', size),
        report('two', [AMOUNT], '2020-02-01T01:00:01Z', size),
      ]);
      expect(refused).toMatchObject({
        refusals: [
          {
            code: 'CONFIRMATION_MISMATCH',
            pointer: '/data/figures/0/amount',
            message: { en: 'The confirmation differs from the log, which has 13200000.00' },
          },
        ],
      });
      expect(taken?.status).toBe('recorded');
      ledger.projector.catchUp();
      const beside = () => readIndicators(ledger, { year: '2019' }).rows[ROW]?.confirmed;
      expect(beside()).toEqual({ percent: '100.00', institutions: '1', of: '1' });
      const reading = readConfirmations(ledger, { period: '2019' });
      expect(reading.notReported).toEqual([]);
      expect(reading.figures[0]).toMatchObject({
        code: CODE,
        value: { amountFen: '1320000000' },
        confirmedValue: { amountFen: '1320000000' },
        institutions: [
          {
            institution: USCC.bank,
            state: 'confirmed',
            confirmed: { amountFen: '1320000000', sequence: String(size), treeSize: String(size) },
          },
        ],
      });
      await postRest(ledger, '2020-01-31');
      expect(beside()).toBe(null);
      expect(readConfirmations(ledger, { period: '2019' }).figures[0]?.institutions[0]?.state).toBe(
        'changed',
      );
      expect(readIndicators(ledger, { year: '2019', asOf: String(size) }).rows[ROW]?.confirmed).toEqual({
        percent: '100.00',
        institutions: '1',
        of: '1',
      });
    });

    test('names who has not reported', async () => {
      const ledger = await exampleUntil('2020-01-31');
      ledger.projector.catchUp();
      expect(readConfirmations(ledger, { period: '2019' })).toMatchObject({
        period: '2019',
        notReported: [USCC.bank],
        figures: [{ code: CODE, confirmed: null }, {}, {}, {}, {}],
      });
      expect(readConfirmations(ledger, { period: '2017' }).notReported).toEqual([]);
    });

    test('names who could only say that it has no part, unless it is suspended', async () => {
      const ledger = await exampleUntil('2020-01-31');
      for (const [uscc, role] of [
        [USCC.otherBank, 'institution'],
        [USCC.insurer, 'institution'],
        [USCC.fund, 'auditor'],
      ] as const)
        await admit(
          ledger,
          { uscc, name: '示例机构（虚构）', kind: 'bank', roles: [role] },
          operating(ledger),
        );
      ledger.projector.catchUp();
      const named = () => readConfirmations(ledger, { period: '2019' }).notReported;
      expect(named()).toEqual([USCC.bank, USCC.otherBank, USCC.insurer]);
      await suspend(ledger, {}, operating(ledger, { uscc: USCC.insurer }));
      ledger.projector.catchUp();
      expect(named()).toEqual([USCC.bank, USCC.otherBank]);
      expect(readConfirmations(ledger, { period: '2017' }).notReported).toEqual([USCC.otherBank]);
    });
  });
});
