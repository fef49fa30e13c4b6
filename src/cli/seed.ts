import { type Command, InvalidArgumentError, Option } from 'commander';
import { SCALE_MAX } from '../../seeds/history/world.ts';
import {
  type DemonstrationFact,
  type DemonstrationOptions,
  demonstrationCount,
  demonstrationHistory,
} from '../../seeds/history.ts';
import { CODES } from '../domain/codes.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { Refusal } from '../domain/refusal.ts';
import { LEDGER_SOURCE } from '../domain/shapes.ts';
import { intakeValue, type PreparedFact } from '../exchange/intake.ts';
import { type LedgerWriter, LOCAL_ACTOR } from '../main.ts';
import { FactRefused, Problem, wrongUse } from '../problem.ts';
import { withWriter } from './access.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { answer } from './output.ts';
import { type Progress, startProgress } from './progress.ts';
import type { Translate } from './words.ts';

const LABEL = { zh: '写入演示历史', en: 'Recording the demonstration history' };
export const DEFAULT_DEMONSTRATION: DemonstrationOptions = { seed: 1, scale: 1 };
const GROUP_FACTS = 1_000;

export interface SeededJson extends DemonstrationOptions {
  readonly recorded: number;
  readonly treeSize: string;
  readonly rootHash: string;
}

/** Number of the events with which the ledger opened itself. */
const openingSize = ({ journal }: LedgerWriter): number => {
  const events = journal.read(0, GROUP_FACTS).map(({ text }) => JSON.parse(text) as RecordedEvent);
  const others = events.findIndex(({ source }) => source !== LEDGER_SOURCE);
  return others < 0 ? events.length : others;
};

const internalRefusal = (fact: unknown, refusals: readonly Refusal[]): Error =>
  new Error(`the demonstration history was refused: ${JSON.stringify({ refusals, fact })}`);

const prepared = (fact: DemonstrationFact): PreparedFact => {
  const taken = intakeValue(fact, { demonstration: true });
  if (!taken.ok) throw internalRefusal(fact, taken.refusals);
  return taken;
};

const recordGroup = async (ledger: LedgerWriter, facts: readonly PreparedFact[]): Promise<void> => {
  const outcomes = await ledger.recorder.record({ facts, actor: LOCAL_ACTOR });
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== 'refused') continue;
    // A full disk or a wrong clock is not the history's fault.
    if (outcome.refusals.some(({ code }) => CODES[code].repeat === 'later'))
      throw new FactRefused(outcome.refusals);
    throw internalRefusal(facts[index]?.fact, outcome.refusals);
  }
};

const recordAll = async (
  ledger: LedgerWriter,
  options: DemonstrationOptions,
  progress: Progress,
): Promise<number> => {
  let recorded = 0;
  let group: PreparedFact[] = [];
  const flush = async (): Promise<void> => {
    await recordGroup(ledger, group);
    recorded += group.length;
    group = [];
    progress.to(recorded);
  };
  for (const fact of demonstrationHistory(options)) {
    group.push(prepared(fact));
    if (group.length === GROUP_FACTS) await flush();
  }
  if (group.length > 0) await flush();
  return recorded;
};

/** Whether what follows the opening is the beginning of that history and neither nothing nor all of it. */
const isInterrupted = (
  { journal }: LedgerWriter,
  opening: number,
  options: DemonstrationOptions,
): boolean => {
  const size = journal.size();
  if (size === opening) return false;
  let sequence = opening;
  for (const { source, id } of demonstrationHistory(options)) {
    if (sequence === size) return true;
    if (journal.find(source, id) !== sequence) return false;
    sequence += 1;
  }
  return false;
};

const seedInto = async (
  invocation: Invocation,
  ledger: LedgerWriter,
  options: DemonstrationOptions,
): Promise<SeededJson> => {
  const progress = startProgress(invocation, { label: LABEL, total: demonstrationCount(options) });
  try {
    const recorded = await recordAll(ledger, options, progress);
    const size = ledger.journal.size();
    return { ...options, recorded, treeSize: String(size), rootHash: ledger.journal.rootHash(size) };
  } finally {
    progress.end();
  }
};

/**
 * Fills a demonstration that holds nothing yet, or goes on where an interrupted seeding with the same options ended.
 * @throws Problem USAGE if it is no demonstration, DATA_EXISTS if it holds other facts
 */
export const seedLedger = (invocation: Invocation, options: DemonstrationOptions): Promise<SeededJson> =>
  withWriter(invocation, async (ledger) => {
    if (!ledger.recorder.state.demonstration)
      throw wrongUse(
        '只有演示账本（init --demo）可以填入示例',
        'only a demonstration ledger (init --demo) is seeded',
      );
    const opening = openingSize(ledger);
    if (ledger.journal.size() > opening && !isInterrupted(ledger, opening, options))
      throw new Problem('DATA_EXISTS', { detail: invocation.directory });
    return seedInto(invocation, ledger, options);
  });

/** Goes on with the default history where its seeding was interrupted; leaves every other ledger as it is. */
export const resumeSeeding = (invocation: Invocation): Promise<SeededJson | undefined> =>
  withWriter(invocation, async (ledger) =>
    ledger.recorder.state.demonstration && isInterrupted(ledger, openingSize(ledger), DEFAULT_DEMONSTRATION)
      ? seedInto(invocation, ledger, DEFAULT_DEMONSTRATION)
      : undefined,
  );

const INTEGER = /^-?\d{1,15}$/;
const integerOf = (value: string): number => {
  if (!INTEGER.test(value)) throw new InvalidArgumentError('It is an integer.');
  return Number.parseInt(value, 10);
};
const scaleOf = (value: string): number => {
  const scale = integerOf(value);
  if (scale < 1 || scale > SCALE_MAX) throw new InvalidArgumentError(`It is from 1 to ${SCALE_MAX}.`);
  return scale;
};

const run = async (options: DemonstrationOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const seeded = await seedLedger(invocation, { seed: options.seed, scale: options.scale });
  answer(invocation, seeded, ({ recorded, treeSize, rootHash }, { t }) => [
    t(
      `已写入 ${recorded} 条虚构事实，账本共 ${treeSize} 条事件，根哈希 ${rootHash}`,
      `Recorded ${recorded} synthetic facts; the ledger has ${treeSize} events, root hash ${rootHash}`,
    ),
  ]);
};

export const addSeed = (program: Command, t: Translate): void => {
  const { seed, scale } = DEFAULT_DEMONSTRATION;
  program
    .command('seed')
    .description(
      t(
        '向空的演示账本写入 2018–2021 年虚构历史',
        'fill an empty demonstration with a synthetic history 2018–2021',
      ),
    )
    .addOption(new Option('--seed <n>', t('随机种子', 'seed')).argParser(integerOf).default(seed))
    .addOption(new Option('--scale <k>', t('规模倍数', 'how much of it')).argParser(scaleOf).default(scale))
    .action(run);
};
