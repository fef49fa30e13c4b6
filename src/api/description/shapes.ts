import * as z from 'zod';

/** Shapes that many answers share. */

export const digits = () => z.string().regex(/^\d+$/);
export const signedDigits = () => z.string().regex(/^-?\d+$/);
export const dateText = () => z.iso.date();
export const timeText = () => z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
export const monthText = () => z.string().regex(/^\d{4}-\d\d$/);
export const base64Hash = () => z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

export const MESSAGE = z
  .strictObject({ zh: z.string(), en: z.string() })
  .meta({ id: 'Message', description: 'The same in both languages' });

export const FACT_KEY = z
  .strictObject({ source: z.string(), id: z.string() })
  .meta({ id: 'FactKey', description: 'Identity of a fact' });

export const AS_OF = z
  .strictObject({
    sequence: digits().nullable(),
    recordedTime: timeText().nullable(),
    treeSize: digits(),
    rootHash: base64Hash().nullable(),
  })
  .meta({
    id: 'AsOf',
    description:
      'The prefix of the log that the answer is a function of; of an empty ledger all but treeSize is null',
  });

const code = () =>
  z
    .string()
    .regex(/^[A-Z_]+$/)
    .meta({ description: 'docs/errors.md lists every code' });

export const REFUSAL = z
  .strictObject({
    code: code(),
    pointer: z.string().meta({ description: 'RFC 6901, into what was posted' }),
    value: z.unknown().optional(),
    message: MESSAGE,
    event: FACT_KEY.optional(),
  })
  .meta({ id: 'Refusal', description: 'Why a fact was refused' });

export const PROBLEM = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: code(),
    message: MESSAGE,
    errors: z.array(REFUSAL).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details; docs/errors.md lists every code' });

/** Parameters that many readings take. */
export const AS_OF_PARAMETER = z.string().optional().meta({
  description:
    'A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default)',
  example: '2021-03-31',
});
export const CURSOR_PARAMETER = z
  .string()
  .optional()
  .meta({ description: '`next` of the page before, with the same filters; the header `Link` has it too' });
export const LIMIT_PARAMETER = digits().optional().meta({ description: 'Items of a page', example: '100' });
export const DRY_RUN_PARAMETER = z
  .enum(['true', 'false'])
  .optional()
  .meta({ description: 'Judges and answers the same, and records nothing' });

export const READ_HEADERS = z.object({
  'Ledger-After': z
    .union([digits(), z.literal('latest')])
    .optional()
    .meta({
      description:
        'Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request',
    }),
  'If-None-Match': z.string().optional().meta({ description: 'ETag of an earlier answer' }),
});
