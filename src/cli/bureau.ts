import type { Command } from 'commander';
import { type RecordedJson, recordAll, recordedJson } from '../api/recording.ts';
import { shanghaiDate } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import { organizationCheckCharacter, usccCheckCharacter } from '../domain/uscc.ts';
import { intakeValue } from '../exchange/intake.ts';
import { type LedgerWriter, LOCAL_ACTOR } from '../main.ts';
import { FactRefused } from '../problem.ts';
import type { Invocation } from './invocation.ts';
import { single } from './options.ts';
import type { Translate } from './words.ts';

/** What the bureau records by a command of its own: closing a period, requesting and deciding a change. */

/** A code of a government body in Dongguan (authority 1, kind 1, division 441900) that belongs to none. */
const DEMONSTRATION_BUREAU = (() => {
  const organization = 'MA0Y9001';
  const first17 = `11441900${organization}${organizationCheckCharacter(organization)}`;
  return first17 + usccCheckCharacter(first17);
})();

/** Who records where no other source is given: the bureau of demonstrations. */
export const DEFAULT_BUREAU_SOURCE = SOURCE_PREFIX + DEMONSTRATION_BUREAU;

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

/** The day an earlier run of the same command gave the fact; today for the first. */
const effectiveOnOf = (ledger: LedgerWriter, source: string, id: string): string => {
  const sequence = ledger.journal.find(source, id);
  const stored = sequence === undefined ? undefined : ledger.journal.at(sequence);
  return stored === undefined
    ? shanghaiDate(Date.now() * US_PER_MS)
    : (JSON.parse(stored.text) as RecordedEvent).data.effectiveOn;
};

/** Records a fact of the bureau. @throws FactRefused */
export const recordForBureau = async (
  ledger: LedgerWriter,
  fact: BureauFact,
  options: BureauOptions,
): Promise<RecordedFact> => {
  const { type, subject, data } = fact;
  const source = options.source ?? DEFAULT_BUREAU_SOURCE;
  const id = options.id ?? fact.defaultId;
  const effectiveOn = options.effectiveOn ?? effectiveOnOf(ledger, source, id);
  const posted = { specversion: '1.0', id, source, type, subject, data: { effectiveOn, ...data } };
  const taken = intakeValue(posted, { demonstration: ledger.recorder.state.demonstration });
  if (!taken.ok) throw new FactRefused(taken.refusals);
  const [outcome] = await recordAll(ledger, [taken], { actor: LOCAL_ACTOR });
  if (!outcome) throw new Error('the recorder gave no outcome');
  if (outcome.status === 'refused') throw new FactRefused(outcome.refusals);
  return { status: outcome.status, ...recordedJson(outcome) };
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
