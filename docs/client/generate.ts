import openapiTS, { astToString } from 'openapi-typescript';
import { openApiText } from '../../src/api/docs.ts';

/** The types of the client (`src/client/schema.ts`), from the API's description. */

const HEAD = `/** Made from the API's description by \`npm run docs\`; do not edit. */\n\n`;

/** Text of the file before it is formatted. */
export const clientTypes = async (): Promise<string> =>
  HEAD + astToString(await openapiTS(JSON.parse(openApiText())));
