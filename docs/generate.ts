import { writeFileSync } from 'node:fs';
import { errorsPage } from './errors.ts';

/** Writes the pages that are made from the code (`npm run docs`). */

const PAGES: Readonly<Record<string, () => string>> = { 'errors.md': errorsPage };

for (const [name, page] of Object.entries(PAGES)) writeFileSync(new URL(name, import.meta.url), page());
