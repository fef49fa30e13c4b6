import { RULES, type RulesByVersion } from '../../projections/rules.ts';
import { figuresFold } from './figuresFold.ts';
import { concernsFindings, FINDING_TABLES, findingsFold } from './findings.ts';
import type { Projection } from './projector.ts';
import { FIGURE_TABLES, FIGURES_VERSION } from './schema.ts';

/** What is folded from the log, each into a file of its own so that they can be built side by side. */

/** The figures by those rules, of which the log says at each place which are in force. */
export const figuresBy = (rules: RulesByVersion): Projection => ({
  version: FIGURES_VERSION,
  tables: FIGURE_TABLES,
  open: (database, journal) => figuresFold(database, journal, rules),
});

export const FIGURES: Projection = figuresBy(RULES);

export const FINDINGS: Projection = {
  version: 4,
  tables: FINDING_TABLES,
  concerns: concernsFindings,
  open: (database, journal) => findingsFold(database, journal),
};
