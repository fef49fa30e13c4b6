import type { BulletinContent } from '../../projections/bulletin.ts';
import { type RulesByVersion, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LineageReader } from './lineage.ts';

/** What a bulletin is computed from: the log, its figures, and the entries behind them. */
export interface BulletinPorts {
  readonly journal: JournalReader;
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly lineage: LineageReader;
  readonly rules: RulesByVersion;
}

/** The bulletin of a year in the prefix of a size, which the read model holds, by the rules in force there. */
export const bulletinAt = (ports: BulletinPorts, year: number, treeSize: number): BulletinContent => {
  const { journal, figures, lineage, rules } = ports;
  const source = figures.at(treeSize);
  return rulesOf(rules, source.rules).bulletinContent(
    {
      source,
      rootHash: journal.rootHash(treeSize),
      lineage: (indicator, of) => lineage.lineage(indicator, of, treeSize),
    },
    year,
  );
};
