import type { ConsistencyJson } from '../api/proofs.ts';
import type { VerifiedJson, VerifyAnswer } from '../verify/answer.ts';
import { answered } from '../verify/answered.ts';
import { checkContinued, openNewest } from '../verify/standing.ts';
import { type TrustOptions, trustOf } from '../verify/trust.ts';
import { type EffectJson, effectsText } from './effects.ts';
import { NONE } from './figures.ts';
import { type Server, UP_TO_DATE } from './server.ts';

/** A receipt against the ledger as it is now: its facts still stand unchanged, and what each did to the figures. */

interface ReceiptFact {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
}

interface Mark {
  readonly sequence: string;
}

interface HistoryEvent {
  readonly event: { readonly source: string; readonly id: string };
  readonly correctedBy?: Mark;
  readonly withdrawnBy?: Mark;
  readonly effects: readonly EffectJson[];
}

interface StandingFact extends ReceiptFact {
  readonly correctedBy: Mark | null;
  readonly withdrawnBy: Mark | null;
  readonly effects: readonly EffectJson[];
}

const historyOf = async (server: Server, subject: string): Promise<readonly HistoryEvent[]> => {
  const path = `/v1/contracts/${subject.split('/').map(encodeURIComponent).join('/')}`;
  const history = (await (await server.fetch({ path }, UP_TO_DATE)).json()) as {
    readonly events: readonly HistoryEvent[];
  };
  return history.events;
};

/** Each fact with its effects on the figures, and by what it was corrected or withdrawn. */
const effectsOf = async (server: Server, facts: readonly ReceiptFact[]): Promise<readonly StandingFact[]> => {
  const histories = new Map<string, readonly HistoryEvent[]>();
  const shown: StandingFact[] = [];
  for (const { source, id, subject } of facts) {
    const events = histories.get(subject) ?? (await historyOf(server, subject));
    histories.set(subject, events);
    const found = events.find(({ event }) => event.source === source && event.id === id);
    const { correctedBy = null, withdrawnBy = null, effects = [] } = found ?? {};
    shown.push({ source, id, subject, correctedBy, withdrawnBy, effects });
  }
  return shown;
};

/** @throws Problem of the server */
export const verifyStanding = (
  server: Server,
  receipt: VerifiedJson,
  options: TrustOptions,
): Promise<VerifyAnswer> =>
  answered(async () => {
    const note = await (await server.fetch({ path: '/log/checkpoint' })).text();
    const newest = openNewest(note, receipt, trustOf(options));
    const { treeSize } = receipt.checkpoint;
    const query = { from: treeSize, to: String(newest.checkpoint.size) };
    const consistency = await (await server.fetch({ path: '/v1/proofs/consistency', query })).json();
    checkContinued(receipt, newest, (consistency as ConsistencyJson).hashes);
    const { facts } = receipt.subject as { readonly facts: readonly ReceiptFact[] };
    return {
      ...receipt,
      proved: [
        ...receipt.proved,
        {
          zh: `账本现有 ${newest.checkpoint.size} 条事件，这些事实仍在其中，未被改变。`,
          en: `The ledger has ${newest.checkpoint.size} events now, and these facts still stand in it unchanged.`,
        },
      ],
      subject: { ...receipt.subject, newest: query.to, effects: await effectsOf(server, facts) },
    };
  });

const markText = ({ correctedBy, withdrawnBy }: StandingFact): string => {
  if (withdrawnBy) return ` 已由 #${withdrawnBy.sequence} 撤回 withdrawn by #${withdrawnBy.sequence}`;
  return correctedBy ? ` 已由 #${correctedBy.sequence} 更正 corrected by #${correctedBy.sequence}` : '';
};

/** What each fact did to the figures; nothing of a receipt that was checked offline. */
export const standingLines = ({ subject }: VerifiedJson): readonly string[] => {
  const { effects } = subject as { readonly effects?: readonly StandingFact[] };
  if (!effects) return [];
  return [
    '',
    '对指标的影响 What each fact did to the figures:',
    ...effects.map(
      (fact) => `  ${fact.id} ${fact.subject}: ${effectsText(fact.effects) || NONE}${markText(fact)}`,
    ),
  ];
};
