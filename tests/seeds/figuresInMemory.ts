import { postingsOf } from '../../projections/postings.ts';
import type { FigureSource } from '../../projections/source.ts';
import indicators from '../../seeds/indicators.json' with { type: 'json' };
import { monthOf } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { readHistory } from '../../src/domain/history.ts';
import type { Fact } from '../../src/domain/lines/life.ts';
import { isContractLine, splitSubject } from '../../src/domain/subject.ts';
import {
  type MemoryLog,
  type MemoryObservation,
  type MemoryPosting,
  type MemoryTarget,
  memorySource,
} from '../support/memorySource.ts';
import type { LedgerInMemory } from './ledgerInMemory.ts';

/** Everything stands from the first event on: only the figures at the end of the log are asked for. */
const FROM_THE_START = { sequence: 0 };

const targets: readonly MemoryTarget[] = indicators.flatMap(({ code, required, targets: ofYears }) =>
  Object.entries(ofYears).map(([year, target]) => ({
    ...FROM_THE_START,
    indicator: code,
    year: Number.parseInt(year, 10),
    target,
    ...(required === null ? {} : { required }),
  })),
);

const observationOf = (fact: Fact): MemoryObservation => {
  const { indicator, year, value, division } = fact.data as DataOf<'indicator.observed'>;
  return { ...FROM_THE_START, indicator, year, value, ...(division === undefined ? {} : { division }) };
};

const capitalOf = (postings: readonly MemoryPosting[]): NonNullable<MemoryLog['capital']> =>
  postings.flatMap(({ measure, month, amount }) => {
    if (measure === 'fund.paidInOfRow18')
      return [{ ...FROM_THE_START, month, paidIn: amount, fiscalPaidIn: 0n }];
    return measure === 'fund.fiscalPaidInOfRow18'
      ? [{ ...FROM_THE_START, month, paidIn: 0n, fiscalPaidIn: amount }]
      : [];
  });

/** What the figures at the end of the ledger are computed from, by the real fold of every contract. */
export const figuresInMemory = ({ subjects }: LedgerInMemory, recordedUntil: string): FigureSource => {
  const postings: MemoryPosting[] = [];
  const observations: MemoryObservation[] = [];
  for (const [subject, events] of subjects) {
    const { line } = splitSubject(subject);
    const { facts } = readHistory(events);
    if (isContractLine(line)) {
      for (const { amount, measure, month, dimensions, enterprise } of postingsOf(line, facts).postings)
        postings.push({ ...FROM_THE_START, amount, measure, month, dimensions, enterprise });
    } else if (line === 'observation') observations.push(...facts.map(observationOf));
  }
  return memorySource({
    recorded: [recordedUntil],
    postings,
    observations,
    targets,
    capital: capitalOf(postings),
  });
};

export const month = (text: string): number => monthOf(`${text}-01`);
