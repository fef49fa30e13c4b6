import { METRIC_TABLE, type MetricEntry } from '../src/api/metricTable.ts';

/** The page of every metric, from the table of them. */

const INTRODUCTION = `# 监控指标 Metrics

本页由 \`npm run docs\` 根据 \`src/api/metricTable.ts\` 生成，请勿手工修改。
This page is generated from \`src/api/metricTable.ts\` by \`npm run docs\`; do not edit it.

\`GET http://127.0.0.1:$OPS_PORT/metrics\` answers them in the text format of Prometheus. Every label has a small set of values.
`;

const labelLines = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, values]) => `\`${name}\`: ${values}`)
    .join('; ');

const section = ([name, entry]: [string, MetricEntry]): string => `### ${name}

${entry.help}.

- Type: ${entry.type}
- Labels: ${entry.labels === undefined ? 'none' : labelLines(entry.labels)}
- Use: ${entry.use}
`;

/** Markdown of `docs/metrics.md`. */
export const metricsPage = (): string =>
  [INTRODUCTION, ...Object.entries(METRIC_TABLE).map(section)].join('\n');
