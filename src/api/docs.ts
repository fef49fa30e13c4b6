import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Response } from 'express';
import { notFound } from '../problem.ts';
import type { Handler } from './context.ts';
import { openApiDocument } from './description/document.ts';
import { OPERATIONS } from './description/operations.ts';
import { onlyKnown } from './parameters.ts';
import { queryOf } from './query.ts';

/** The API's description, as a document and as a page. Both are made when they are first asked for, and then kept. */

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const versionOf = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** Text of `/openapi.json`. */
export const openApiText = once(() => JSON.stringify(openApiDocument(OPERATIONS, versionOf())));

const distribution = (file: string) =>
  once(() => readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`)));

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>ip-finance-ledger API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`;

const PAGE_SCRIPT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });\n`;

/** The page may load what this server has, and nothing else; a script or a style in a document is never run. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface DocsFile {
  readonly type: string;
  readonly body: () => string | Buffer;
}

const FILES: ReadonlyMap<string, DocsFile> = new Map([
  ['page.js', { type: 'text/javascript; charset=utf-8', body: () => PAGE_SCRIPT }],
  ['swagger-ui.css', { type: 'text/css; charset=utf-8', body: distribution('swagger-ui.css') }],
  [
    'swagger-ui-bundle.js',
    { type: 'text/javascript; charset=utf-8', body: distribution('swagger-ui-bundle.js') },
  ],
]);

const send = (response: Response, { type, body }: DocsFile): void => {
  response.status(200).setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-cache');
  const content = body();
  response.setHeader('Content-Length', Buffer.byteLength(content));
  response.end(response.req.method === 'HEAD' ? undefined : content);
};

/** `GET /openapi.json`. */
export const getDocument: Handler = (request, response) => {
  onlyKnown(queryOf(request.url), []);
  send(response, { type: 'application/json; charset=utf-8', body: openApiText });
};

/** `GET /docs`. */
export const getPage: Handler = (_request, response) => {
  response.setHeader('Content-Security-Policy', PAGE_POLICY);
  send(response, { type: 'text/html; charset=utf-8', body: () => PAGE });
};

/** `GET /docs/:file`. */
export const getPageFile: Handler = (request, response) => {
  const file = FILES.get(String(request.params.file));
  if (!file) throw notFound(String(request.params.file));
  send(response, file);
};
