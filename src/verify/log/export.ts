import type { Message } from '../../domain/refusal.ts';
import { type VerifiedJson, verifiedJson, WHO_SENT } from '../answer.ts';
import type { EvidenceFiles } from '../archive.ts';
import { collectFindings, readable } from '../failure.ts';
import { utf8Text } from '../text.ts';
import { readCheckpoint, type Trust } from '../trust.ts';
import { type BulletinEvents, checkBulletin } from './bulletins.ts';
import { openLogHead } from './head.ts';
import { CHECKPOINT_FILE, checkLayout } from './layout.ts';
import { readLog, STEPS_PER_ENTRY } from './passes.ts';
import { withReplay } from './replay.ts';
import type { LogPlace } from './source.ts';

/** Verifies an exported log, all of it, from its bytes. */

export interface LogOptions {
  readonly trust: Trust;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export const logProved = (size: number, bulletins: readonly BulletinEvents[]): readonly Message[] => [
  {
    zh: `全部 ${size} 条事件的哈希构成所签名的根：没有更改、插入、删除或移动，也没有遗漏。`,
    en: `All ${size} events hash to the signed root: none was changed, inserted, removed, moved or left out.`,
  },
  {
    zh: '每条事件符合其模式，每份合同的历史连续并符合其业务规则。',
    en: 'Each event fits its schema, and the history of each contract is whole and follows the rules of its line.',
  },
  {
    zh: `已发布的 ${bulletins.length} 份公报与其序号处重算的数值一致。`,
    en: `The ${bulletins.length} bulletins that were published agree with the figures computed again at their sizes.`,
  },
];

/** Computes the bulletins again from the log. @throws DoesNotVerify BULLETIN_MISMATCH */
export const checkBulletins = async (
  place: LogPlace,
  bulletins: readonly BulletinEvents[],
): Promise<void> => {
  if (bulletins.length === 0) return;
  await withReplay(place, (anew) => {
    for (const bulletin of bulletins) checkBulletin(bulletin, anew);
  });
};

export const verifyExport = async (
  directory: string,
  files: EvidenceFiles,
  { trust, onProgress }: LogOptions,
): Promise<VerifiedJson> => {
  const text = utf8Text(files.read(CHECKPOINT_FILE), CHECKPOINT_FILE);
  const { size } = readable(CHECKPOINT_FILE, () => readCheckpoint(text));
  const findings = collectFindings();
  findings.during(() => checkLayout(files.names, size));
  const isWhole = findings.first === undefined;
  const { head, sizes, checkRoots } = openLogHead(text, { at: CHECKPOINT_FILE, trust, findings });
  // Where files are missing there is nothing to read on.
  if (!isWhole) findings.throwFirst();
  const place = { kind: 'export', directory, size } as const;
  const bulletins = await readLog(place, {
    sizes,
    findings,
    checkRoots,
    onProgress: (done) => onProgress?.(done, size * STEPS_PER_ENTRY),
  });
  findings.throwFirst();
  await checkBulletins(place, bulletins);
  if (!head) throw new Error('a log without a head');
  return verifiedJson(head, {
    kind: 'log',
    proved: logProved(size, bulletins),
    notProved: [WHO_SENT],
    subject: { treeSize: String(size), bulletins: bulletins.map(({ subject }) => subject) },
  });
};
