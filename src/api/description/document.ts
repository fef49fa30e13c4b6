import * as z from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { PROBLEM_TYPE } from '../answers.ts';
import type { Answer, Example, Operation, Operations } from './operation.ts';
import { digits, PROBLEM } from './shapes.ts';

/** The OpenAPI document of the operations. */

const ANSWER_HEADERS = z.object({
  'Ledger-Sequence': digits().optional().meta({ description: 'The last event that the answer knows of' }),
  'X-Request-Id': z.string().optional().meta({ description: 'That of the request, or made for it' }),
});

const answerObject = ({ description, content = {} }: Answer): ZodOpenApiResponsesObject[`${1}00`] => ({
  description,
  headers: ANSWER_HEADERS,
  content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])),
});

const NOT_MODIFIED = { description: 'What the client has is what it would get', headers: ANSWER_HEADERS };

const PROBLEM_ANSWER = {
  description: 'A problem; docs/errors.md lists every code and what to do',
  headers: ANSWER_HEADERS,
  content: { [PROBLEM_TYPE]: { schema: PROBLEM } },
};

const bodyExamples = (examples: readonly Example[], type: string, first: string) =>
  Object.fromEntries(
    examples
      .filter((example) => example.body !== undefined && (example.type ?? first) === type)
      .map(({ summary, body, status }) => [summary, { summary: `${summary} (${status})`, value: body }]),
  );

const bodyContent = ({ body = {}, examples }: Operation): Record<string, ZodOpenApiMediaTypeObject> => {
  const [first = ''] = Object.keys(body);
  return Object.fromEntries(
    Object.entries(body).map(([type, schema]) => [
      type,
      { schema, examples: bodyExamples(examples, type, first) },
    ]),
  );
};

/** What a request without a body looks like, for the reader of the document. */
const exampleLine = (
  path: string,
  { path: names = {}, query = {}, headers = {}, status, summary }: Example,
): string => {
  const target = path.replace(/([:*])(\w+)/g, (_, kind: string, name: string) =>
    // The rest of a path keeps its slashes.
    kind === '*' ? (names[name] ?? '') : encodeURIComponent(names[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  const fields = Object.entries(headers).map(([name, value]) => `, ${name}: ${value}`);
  return `- ${summary}: \`GET ${target}${search === '' ? '' : `?${search}`}${fields.join('')}\` → ${status}`;
};

const descriptionOf = (
  method: string,
  path: string,
  { description, examples }: Operation,
): string | undefined => {
  const lines = method === 'GET' ? examples.map((example) => exampleLine(path, example)) : [];
  const text = [
    ...(description === undefined ? [] : [description]),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ];
  return text.length === 0 ? undefined : text.join('\n\n');
};

const operationObject = (method: string, path: string, operation: Operation): ZodOpenApiOperationObject => {
  const { tag, summary, path: inPath, query, headers, body, answers } = operation;
  const description = descriptionOf(method, path, operation);
  return {
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    requestParams: {
      ...(inPath ? { path: inPath } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(body ? { requestBody: { required: true, content: bodyContent(operation) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, answerObject(answer)]),
      ),
      ...('If-None-Match' in (headers?.shape ?? {}) ? { 304: NOT_MODIFIED } : {}),
      default: PROBLEM_ANSWER,
    },
  };
};

/** `/v1/contracts/:line/:id` → `/v1/contracts/{line}/{id}`. */
const templateOf = (path: string): string => path.replace(/[:*](\w+)/g, '{$1}');

const pathsOf = (operations: Operations): ZodOpenApiPathsObject => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    const at = templateOf(path);
    paths[at] = { ...paths[at], [method.toLowerCase()]: operationObject(method, path, operation) };
  }
  return paths;
};

/** Any JSON value: the library would describe it by a schema that refers to itself, which says no more. */
const anyJson: CreateDocumentOptions['override'] = ({ zodSchema, jsonSchema }) => {
  if (zodSchema._zod.def.type === 'lazy')
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
};

export const openApiDocument = (operations: Operations, version: string) =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'ip-finance-ledger',
        version,
        description:
          'A ledger of intellectual-property finance: facts in, figures out, each with what it takes to check it. Money is a decimal string in yuan where it is posted and whole fen in figures; integers that can grow are strings.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      paths: pathsOf(operations),
    },
    { override: anyJson, allowEmptySchema: { lazy: true } },
  );
