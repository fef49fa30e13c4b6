import { writeFileSync } from 'node:fs';
import { clientTypes } from './client/generate.ts';
import { errorsPage } from './errors.ts';
import { metricsPage } from './metrics.ts';

/** Writes the pages and files that are made from the code (`npm run docs`). */

const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  'errors.md': errorsPage,
  'metrics.md': metricsPage,
  '../src/client/schema.ts': clientTypes,
};

for (const [name, page] of Object.entries(PAGES)) writeFileSync(new URL(name, import.meta.url), await page());
