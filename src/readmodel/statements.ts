import { partOf } from '../../projections/confirmations.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import { type RulesByVersion, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import type { Statements } from '../domain/statements.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LineageReader } from './lineage.ts';

/** What the ledger states of a prefix of its log, from the read model. */

export interface StatementPorts {
  readonly journal: JournalReader;
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly lineage: LineageReader;
  readonly rules: RulesByVersion;
  /** Events that the read model holds. */
  readonly projectedSize: () => number;
}

type Bulletin = ReturnType<Statements['bulletin']>;

/** A bulletin is computed when it is asked for, judged when it is requested, and judged again when it is approved. */
const KEPT_MAX = 4;

export const createStatements = (ports: StatementPorts): Statements => {
  const { journal, figures, lineage, rules, projectedSize } = ports;
  const kept = new Map<string, Bulletin>();

  const computed = (year: number, treeSize: number): Bulletin => {
    const source = figures.at(treeSize);
    const content = rulesOf(rules, source.rules).bulletinContent(
      {
        source,
        rootHash: journal.rootHash(treeSize),
        lineage: (indicator, of) => lineage.lineage(indicator, of, treeSize),
      },
      year,
    );
    return { ...content };
  };

  return {
    bulletin: (year, treeSize) => {
      if (treeSize > projectedSize()) return undefined;
      const key = `${year} ${treeSize}`;
      const known = kept.get(key);
      if (known) return known;
      if (kept.size >= KEPT_MAX) kept.clear();
      const bulletin = computed(year, treeSize);
      kept.set(key, bulletin);
      return bulletin;
    },
    part: (institution, { indicator, period }, treeSize) =>
      treeSize > projectedSize()
        ? undefined
        : partOf(figures.at(treeSize), indicatorOf(indicator), period, institution),
    knowsRules: (version) => rules.has(version),
  };
};
