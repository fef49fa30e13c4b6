import { jsonDifference } from '../domain/jsonDifference.ts';
import { LEFT_OUT, type VerifiedJson, verifiedJson, WHO_SENT } from './answer.ts';
import { type Bundle, openBundleHead, proveEvents, readStatement, statementFile } from './bundle.ts';
import { checkEntries } from './entryCheck.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { checkOldOfBundle } from './oldCheck.ts';
import { RECEIPT_STATEMENT, receiptStatement } from './receiptStatement.ts';
import type { Trust } from './trust.ts';

/** Checks a receipt: that the facts it lists are the events shown, and that the log has them. */

const FILE = statementFile('receipt');
const LEAF = /\/leafHash$/;

/** @throws DoesNotVerify */
export const verifyReceipt = (bundle: Bundle, trust: Trust): VerifiedJson => {
  const { events } = bundle;
  const value = readStatement(bundle.statement, 'receipt');
  const claim = readable(FILE, () => RECEIPT_STATEMENT.parse(value));
  const stated = receiptStatement(claim.origin, events);
  const difference = jsonDifference(value, stated, '');
  const isLeaf = difference !== undefined && LEAF.test(difference.pointer);
  if (difference && !isLeaf)
    throw new DoesNotVerify('INPUT_UNREADABLE', `${FILE}${difference.pointer}`, {
      zh: '与所示事件不符',
      en: 'not what the events shown say',
    });
  const head = openBundleHead(bundle, trust);
  const { checkpoint } = head;
  if (claim.origin !== checkpoint.origin)
    throw new DoesNotVerify('ORIGIN_MISMATCH', FILE, {
      zh: `属于日志 ${claim.origin}`,
      en: `it is of the log ${claim.origin}`,
    });
  checkOldOfBundle(trust, head, { shown: [], at: FILE });
  if (difference)
    throw new DoesNotVerify('LEAF_MISMATCH', `${FILE}${difference.pointer}`, {
      zh: '不是所示事件的哈希',
      en: 'not the hash of the event shown',
    });
  proveEvents(bundle, head);
  checkEntries(events);
  return verifiedJson(head, {
    kind: 'receipt',
    proved: [
      {
        zh: `这 ${events.length} 条事实已记录在账本中，内容即为所示字节，位于所列的日志序号。`,
        en: `The ${events.length} facts are recorded in the ledger, in the bytes shown and at the sequence numbers listed.`,
      },
    ],
    notProved: [LEFT_OUT, WHO_SENT],
    subject: stated,
  });
};
