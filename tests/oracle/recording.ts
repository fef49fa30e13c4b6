import { INDICATORS } from './plan.ts';
import { type Data, instant, type PostableFact, type RecordedEvent } from './reading.ts';

const asTime = (microseconds: bigint): string => {
  const fraction = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((microseconds - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${fraction.toString().padStart(6, '0')}Z`;
};

/** The event that the ledger makes of a taken fact, as far as figures depend on it. */
export function recorded(eventsSoFar: readonly RecordedEvent[], fact: PostableFact): RecordedEvent {
  const last = eventsSoFar.at(-1);
  const time = fact.recordedtime ?? last?.recordedtime;
  if (time === undefined) throw new Error('a first event needs its time');
  return {
    ...fact,
    recordedtime: asTime(instant(time)),
    recordedby: 'local',
    revision: eventsSoFar.filter(({ subject }) => subject === fact.subject).length,
  };
}

export const OPENED_ON = '2018-01-01';

/** How a demonstration ledger begins: opened on 2018-01-01 unless told, with the plan's targets. */
export function openingEvents(openedOn: string = OPENED_ON): RecordedEvent[] {
  const start = instant('2018-01-01T00:00:00.000000+08:00');
  const events: RecordedEvent[] = [];
  const write = (type: string, subject: string, data: Data): void => {
    events.push({
      id: `opening-${events.length}`,
      source: 'urn:ledger',
      type,
      subject,
      data: { effectiveOn: '2018-01-01', ...data },
      recordedtime: asTime(start + BigInt(events.length)),
      recordedby: 'local',
      revision: events.filter((event) => event.subject === subject).length,
    });
  };
  write('ledger.opened', 'ledger/main', {
    origin: 'example.org/demo',
    openedOn,
    demonstration: true,
    rules: 1,
  });
  for (const { code: indicator, required, targets } of INDICATORS) {
    for (const [year, target] of Object.entries(targets)) {
      const floor = required === null ? {} : { required };
      write('target.set', `target/${indicator}`, { indicator, year: Number(year), ...floor, target });
    }
  }
  return events;
}
