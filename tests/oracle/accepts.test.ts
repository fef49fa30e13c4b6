import { beforeEach, expect, test } from 'vitest';
import { isUscc, judge, patentNumber } from './accepts.ts';
import { madePatent, madeUscc } from './generate.ts';
import { type ContractReading, readLedger, sumOf, wholeYear } from './oracle.ts';
import type { Data, RecordedEvent } from './reading.ts';
import { openingEvents, recorded } from './recording.ts';

const BANK = madeUscc('91', '441900', 1);
const OTHER_BANK = madeUscc('91', '441900', 2);
const source = `urn:uscc:${BANK}`;
const SUBJECT = 'pledge/example-1';

let events: RecordedEvent[] = [];

beforeEach(() => {
  events = openingEvents();
});

/** Posts a fact on the day and says which rule it breaks, or null. */
function post(
  type: string,
  effectiveOn: string,
  data: Data,
  more: { subject?: string; on?: string } = {},
): string | null {
  const { subject = SUBJECT, on = effectiveOn } = more;
  const second = String(events.length % 60).padStart(2, '0');
  const recordedtime = `${on}T12:${String(Math.floor(events.length / 60)).padStart(2, '0')}:${second}+08:00`;
  const id = `X${events.length}`;
  const fact = {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    recordedtime,
    data: { effectiveOn, ...data },
  } as const;
  const { rule } = judge(events, fact);
  if (rule === null) events.push(recorded(events, fact));
  return rule;
}

const bank = (uscc: string): Data => ({ uscc, name: '示例银行', kind: 'bank' });

const register = (on: string, more: Data = {}): string | null =>
  post('pledge.registered', on, {
    register: 'patent',
    registrationNumber: 'A',
    rights: [{ kind: 'invention', number: madePatent(2015, '1', 1) }],
    pledgor: { uscc: madeUscc('91', '441900', 3), name: '示例企业', division: '441900003000' },
    pledgee: bank(BANK),
    securedKind: 'fixed',
    securedAmount: '100',
    debtUntil: '2025-01-01',
    securityMix: 'ipOnly',
    ...more,
  });

const addTrademark = (on: string): string | null =>
  post('pledge.registrationAdded', on, {
    register: 'trademark',
    registrationNumber: 'B',
    rights: [{ kind: 'trademark', number: '123' }],
  });

const reading = (): ContractReading => {
  const found = readLedger(events).contracts[0];
  if (found === undefined) throw new Error('no contract');
  return found;
};

const flow = (year: number): bigint => sumOf(readLedger(events), 'pledge.registeredAmount', wholeYear(year));
const outstanding = (year: number): bigint =>
  sumOf(readLedger(events), 'pledge.outstanding', wholeYear(year));

test('the identifiers that the rules name are valid or not as they say', () => {
  for (const code of ['91110000600037341L', '91441900MA00000A93', 'N2441900MF00000131'])
    expect(isUscc(code)).toBe(true);
  for (const code of ['91110000600037341N', '9111000060003IOZSV']) expect(isUscc(code)).toBe(false);
  expect(patentNumber('2017106018623')).toBe('201710601862.3');
  expect(patentNumber('ZL95115608.X')).toBe('95115608.X');
  expect(patentNumber('cn201910123456.x')).toBe('201910123456.X');
  expect(patentNumber('201910123456.0')).toBeNull();
});

test('revoking one of two registrations keeps amount and date and changes the kind; revoking both is void', () => {
  expect(register('2019-01-01')).toBeNull();
  expect(addTrademark('2019-02-01')).toBeNull();
  expect(reading().postings[0]?.dimensions.kind).toBe('mixed');
  expect(post('pledge.revoked', '2019-03-01', { ground: 'x', registrationNumber: 'A' })).toBeNull();
  expect(reading().postings[0]?.dimensions.kind).toBe('trademark');
  expect(flow(2019)).toBe(10_000n);
  expect(post('pledge.revoked', '2019-03-01', { ground: 'x', registrationNumber: 'A' })).toBe(
    'revoked twice',
  );
  expect(
    post('loan.disbursed', '2019-04-01', { drawId: 'D', principal: '100', maturity: '2020-01-01' }),
  ).toBeNull();
  expect(post('pledge.revoked', '2019-05-01', { ground: 'x', registrationNumber: 'B' })).toBeNull();
  expect(reading().postings).toEqual([]);
  expect(post('loan.repaid', '2019-06-01', { drawId: 'D', principal: '100' })).toBeNull();
  expect(post('pledge.amended', '2019-06-01', { securedAmount: '200' })).toMatch(/void from the start/);
});

test('an increase counts over the amount before it, at the pledgee of the moment', () => {
  register('2018-01-05');
  expect(post('pledge.amended', '2019-01-05', { securedAmount: '60' })).toBeNull();
  expect(post('pledge.amended', '2020-01-05', { securedAmount: '80', pledgee: bank(OTHER_BANK) })).toBeNull();
  expect([flow(2018), flow(2019), flow(2020)]).toEqual([10_000n, 0n, 2000n]);
  expect(reading().postings.at(-1)?.dimensions.institution).toBe(OTHER_BANK);
  expect(post('pledge.amended', '2020-02-01', { pledgee: bank(OTHER_BANK) })).toBe(
    'amended: the same pledgee',
  );
});

test('the last cancellation takes the rest out of the stock, and what follows posts nothing', () => {
  register('2018-01-05');
  post('loan.disbursed', '2018-02-01', { drawId: 'D', principal: '70', maturity: '2019-02-01' });
  expect(outstanding(2018)).toBe(7000n);
  expect(post('pledge.cancelled', '2019-01-01', { reason: 'waived' })).toBeNull();
  expect([outstanding(2018), outstanding(2019)]).toEqual([7000n, 0n]);
  expect(post('loan.repaid', '2019-03-01', { drawId: 'D', principal: '70' })).toBeNull();
  expect(outstanding(2019)).toBe(0n);
  expect(post('loan.repaid', '2019-03-01', { drawId: 'D', principal: '0.01' })).toMatch(/more than/);
  expect(post('pledge.cancelled', '2019-04-01', { reason: 'waived' })).toBe('cancelled: not active');
});

test('a correction moves all postings, and one on which others rest is refused', () => {
  register('2018-01-05');
  post('pledge.amended', '2018-06-01', { securedAmount: '150' });
  const supersedes = { source, id: 'X55' };
  const { data } = events[55] as RecordedEvent;
  const corrected = (more: Data): string | null =>
    post('fact.corrected', '2018-07-01', { supersedes, data: { ...data, ...more }, reason: 'x' });
  expect(corrected({ effectiveOn: '2018-06-02' })).toMatch(/before the first event/);
  expect(corrected({ securedAmount: '150' })).toBe('amended: the same amount');
  expect(corrected({ effectiveOn: '2017-12-31', securedAmount: '40' })).toBeNull();
  expect([flow(2017), flow(2018)]).toEqual([4000n, 11_000n]);
  expect(post('fact.withdrawn', '2018-07-02', { supersedes, reason: 'x' })).toMatch(/before the first event/);
});

test('facts of a closed month are corrected by request and approval only', () => {
  register('2018-01-05');
  expect(
    post('period.closed', '2018-02-01', { period: '2018-01' }, { subject: 'period/2018-01' }),
  ).toBeNull();
  const supersedes = { source, id: 'X55' };
  const change = { effectiveOn: '2018-02-02', supersedes, reason: 'x' };
  expect(post('fact.withdrawn', '2018-02-02', change)).toBe('PERIOD_CLOSED');
  expect(
    post('change.requested', '2018-02-02', { type: 'fact.withdrawn', data: change, reason: 'x' }),
  ).toBeNull();
  expect(flow(2018)).toBe(10_000n);
  const request = { source, id: `X${events.length - 1}` };
  expect(post('change.approved', '2018-02-03', { request })).toBeNull();
  expect(flow(2018)).toBe(0n);
  expect(post('change.approved', '2018-02-04', { request })).toBe('decided already');
});

test('a rescinded project gives its money back at its date and may be closed anew', () => {
  const subject = 'fund/example-1';
  const partner = { uscc: madeUscc('91', '441900', 5), name: '示例出资人' };
  const enterprise = { uscc: madeUscc('91', '441900', 3), name: '示例企业', division: '441900003000' };
  const manager = { uscc: BANK, name: '示例基金', kind: 'fund' };
  const on = (type: string, day: string, data: Data): string | null => post(type, day, data, { subject });
  const projects = (year: number): bigint => sumOf(readLedger(events), 'fund.projects', wholeYear(year));
  const form = { name: 'x', manager, targetSize: '1000', form: 'company', ipOperationFund: true };
  expect(on('fund.established', '2019-01-01', form)).toBeNull();
  expect(on('fund.committed', '2019-01-02', { partner, partnerKind: 'social', amount: '100' })).toBeNull();
  expect(on('fund.paidIn', '2019-01-03', { partner, amount: '100.01' })).toMatch(/more than committed/);
  expect(on('fund.paidIn', '2019-01-03', { partner, amount: '100' })).toBeNull();
  const closing = { projectId: 'P', enterprise, keyIndustry: 3, amount: '100' };
  expect(on('investment.closed', '2019-02-01', closing)).toBeNull();
  expect(on('investment.rescinded', '2020-02-01', { projectId: 'P', ground: 'x' })).toBeNull();
  expect(projects(2019)).toBe(0n);
  expect(on('investment.followedOn', '2020-03-01', { projectId: 'P', amount: '1' })).toMatch(/not closed/);
  expect(post('investment.closed', '2020-01-01', closing, { subject, on: '2020-03-02' })).toMatch(
    /more than/,
  );
  expect(on('investment.closed', '2020-03-03', closing)).toBeNull();
  expect([projects(2019), projects(2020)]).toEqual([0n, 1n]);
});
