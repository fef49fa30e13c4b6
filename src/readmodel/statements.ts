import type { BulletinContent } from '../../projections/bulletin.ts';
import { partOf } from '../../projections/confirmations.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { BulletinKey, Statements } from '../domain/statements.ts';
import { type BulletinPorts, bulletinAt } from './bulletinAt.ts';

/** What the ledger states of a prefix of its log, from the read model. */

export interface StatementPorts extends BulletinPorts {
  /** Events that the read model holds. */
  readonly projectedSize: () => number;
  /** Computes a bulletin beside whatever else is done, until the signal ends it. */
  readonly compute: (key: BulletinKey, signal: AbortSignal) => Promise<BulletinContent>;
}

export interface StatementsWithBulletins extends Statements {
  /** Computes a bulletin of what the read model holds, so that it is at hand when it is asked for. */
  prepare(key: BulletinKey): Promise<void>;
  /** Ends what is being computed; who waits for it is rejected. */
  close(): void;
}

/** A bulletin is computed when it is ordered, judged when it is requested, and judged again when it is approved. */
const KEPT_MAX = 4;
/** One of a shorter log is computed at once: a thread takes longer to start (measured: 1 s at 80,000 events). */
export const AT_ONCE_EVENTS_MAX = 20_000;

export const createStatements = (ports: StatementPorts): StatementsWithBulletins => {
  const { figures, rules, projectedSize, compute } = ports;
  const kept = new Map<string, BulletinContent>();
  const closing = new AbortController();

  const keyOf = ({ year, treeSize }: BulletinKey): string => `${year} ${treeSize}`;
  const keep = (key: BulletinKey, bulletin: BulletinContent): BulletinContent => {
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(keyOf(key), bulletin);
    return bulletin;
  };

  return {
    prepare: async (key) => {
      const { treeSize } = key;
      if (treeSize <= AT_ONCE_EVENTS_MAX || treeSize > projectedSize() || kept.has(keyOf(key))) return;
      keep(key, await compute(key, closing.signal));
    },
    bulletin: (year, treeSize) => {
      if (treeSize < 1 || treeSize > projectedSize()) return undefined;
      const key = { year, treeSize };
      return { ...(kept.get(keyOf(key)) ?? keep(key, bulletinAt(ports, year, treeSize))) };
    },
    part: (institution, { indicator, period }, treeSize) =>
      treeSize > projectedSize()
        ? undefined
        : partOf(figures.at(treeSize), indicatorOf(indicator), period, institution),
    knowsRules: (version) => rules.has(version),
    close: () => closing.abort(new Error('the ledger is closed')),
  };
};
