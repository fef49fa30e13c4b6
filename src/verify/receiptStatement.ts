import * as z from 'zod';
import { encodeBase64, leafHash } from '../transparency/index.ts';
import { HASH_TEXT, SIZE_TEXT } from './consistency.ts';
import type { ReadEvent } from './events.ts';
import { utf8Bytes } from './text.ts';

/** `receipt.json`: what one import or post recorded. */

export const RECEIPT_FORMAT = 'ip-finance-ledger/receipt/1';

export const RECEIPT_STATEMENT = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  origin: z.string(),
  facts: z.array(
    z.strictObject({
      source: z.string(),
      id: z.string(),
      subject: z.string(),
      index: SIZE_TEXT,
      leafHash: HASH_TEXT,
    }),
  ),
});

export const receiptStatement = (origin: string, events: readonly ReadEvent[]) => ({
  format: RECEIPT_FORMAT,
  origin,
  facts: events.map(({ index, text, event: { source, id, subject } }) => ({
    source,
    id,
    subject,
    index: String(index),
    leafHash: encodeBase64(leafHash(utf8Bytes(text))),
  })),
});
