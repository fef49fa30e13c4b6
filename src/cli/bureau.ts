import type { Command } from 'commander';
import { DEFAULT_BUREAU_SOURCE } from '../api/bureauSource.ts';
import type { readEvents } from '../api/eventList.ts';
import type { RecordedJson } from '../api/recording.ts';
import type { readSelf } from '../api/self.ts';
import { shanghaiDate } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import { act, ask } from './ask.ts';
import type { Invocation } from './invocation.ts';
import { single } from './options.ts';
import type { Translate } from './words.ts';

/** What the bureau records by a command of its own: closing a period, requesting and deciding a change. */

export interface BureauOptions {
  readonly source?: string;
  readonly id?: string;
  readonly effectiveOn?: string;
}

export const addBureauOptions = (command: Command, t: Translate): Command =>
  command
    .addOption(single('--source <urn>', t('主管部门（urn:uscc:…）', 'the bureau (urn:uscc:…)')))
    .addOption(single('--id <id>', t('事实编号', 'id of the fact')))
    .addOption(single('--effective-on <date>', t('业务日期（默认今天）', 'effective date (default today)')));

/** A fact of the bureau, but for what its options say. */
export interface BureauFact {
  readonly type: string;
  readonly subject: string;
  /** Its id if none is given: the same for the same act, so that repeating a command records nothing twice. */
  readonly defaultId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What recording a fact answers. */
export type RecordedFact = { readonly status: 'recorded' | 'repeated' } & RecordedJson;

const US_PER_MS = 1000;

/** The event that was recorded of that fact, if it was. */
const findEvent = async (
  invocation: Invocation,
  wanted: { readonly subject: string; readonly source: string; readonly id: string },
): Promise<RecordedEvent | undefined> => {
  const { subject, source, id } = wanted;
  const institution = source.slice(SOURCE_PREFIX.length);
  let cursor: string | undefined;
  do {
    const page: ReturnType<typeof readEvents> = await ask(invocation, {
      path: '/v1/events',
      query: { subject, institution, cursor },
    });
    const found = page.events.find((event) => event.id === id);
    if (found) return found;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return undefined;
};

/** The bureau in whose name the command records: the one given, else that of the key, else that of demonstrations. */
export const sourceOf = async (invocation: Invocation, { source }: BureauOptions): Promise<string> => {
  if (source !== undefined) return source;
  if (invocation.key === undefined) return DEFAULT_BUREAU_SOURCE;
  const { participant }: ReturnType<typeof readSelf> = await ask(invocation, { path: '/v1/self' });
  return participant === null ? DEFAULT_BUREAU_SOURCE : SOURCE_PREFIX + participant;
};

/** Records a fact of the bureau. @throws FactRefused */
export const recordForBureau = async (
  invocation: Invocation,
  fact: BureauFact,
  options: BureauOptions,
): Promise<RecordedFact> => {
  const { type, subject, data } = fact;
  const source = await sourceOf(invocation, options);
  const id = options.id ?? fact.defaultId;
  // An earlier run of the same command may have been on another day.
  const effectiveOn =
    options.effectiveOn ??
    (await findEvent(invocation, { subject, source, id }))?.data.effectiveOn ??
    shanghaiDate(Date.now() * US_PER_MS);
  const body = { specversion: '1.0', id, source, type, subject, data: { effectiveOn, ...data } };
  const { value, repeated } = await act<RecordedJson>(invocation, { path: '/v1/events', body });
  return { status: repeated === true ? 'repeated' : 'recorded', ...value };
};

export const recordedLines = (recorded: RecordedFact, { t }: Invocation): readonly string[] => {
  const { id, subject, sequence, recordedTime } = recorded;
  return [
    recorded.status === 'recorded'
      ? t(
          `已记录 ${subject} ${id}：#${sequence}，${recordedTime}`,
          `Recorded ${subject} ${id}: #${sequence}, ${recordedTime}`,
        )
      : t(
          `此前已记录 ${subject} ${id}：#${sequence}，${recordedTime}`,
          `Recorded before, ${subject} ${id}: #${sequence}, ${recordedTime}`,
        ),
  ];
};
