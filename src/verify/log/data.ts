import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../domain/refusal.ts';
import { openJournalReader } from '../../journal/reader.ts';
import { FINDINGS } from '../../readmodel/projections.ts';
import { type VerifiedJson, type VerifyAnswer, verifiedJson, WHO_SENT } from '../answer.ts';
import { answered } from '../answered.ts';
import { collectFindings, DoesNotVerify, readable } from '../failure.ts';
import { readCheckpoint, type TrustOptions, trustOf } from '../trust.ts';
import { checkBulletins, type LogOptions, logProved } from './export.ts';
import { foldAnew } from './foldAnew.ts';
import { openLogHead } from './head.ts';
import { readLog, STEPS_PER_ENTRY } from './passes.ts';
import { compareReadModels, type StoredReadModel, storedBorders, takeStored } from './readModel.ts';
import { withReplay } from './replay.ts';
import type { LogPlace } from './source.ts';
import { withTemporaryDirectory } from './temporary.ts';

/** Verifies a data directory: its journal as a log, and its read model against a replay of it. */

export interface DataFiles {
  readonly journal: string;
  readonly figures: string;
  readonly findings: string;
  /** The text of the newest signed checkpoint; undefined where there is none. */
  readonly checkpoint: string | undefined;
}

const AT = 'checkpoint';

const journalSize = (path: string): number => {
  if (!existsSync(path))
    throw new DoesNotVerify('INPUT_UNREADABLE', 'journal.sqlite', { zh: '缺失', en: 'it is missing' });
  return readable('journal.sqlite', () => {
    const journal = openJournalReader(path);
    try {
      return journal.size();
    } finally {
      journal.close();
    }
  });
};

/** The stored figures against those of a replay of as much of the log. @throws DoesNotVerify FIGURE_MISMATCH */
const checkFigures = (place: LogPlace, { path, size }: StoredReadModel): Promise<void> =>
  withReplay(
    { ...place, size },
    (anew) => compareReadModels(path, anew.figures),
    readable('figures', () => storedBorders(path)),
  );

/** By these a new fact finds what it conflicts with; what was found stands in the other tables. */
const CLAIM_MEMORY: ReadonlySet<string> = new Set(['claim', 'claim_place', 'claims_placed']);

/** The stored findings against those of a replay of as much of the log. @throws DoesNotVerify FIGURE_MISMATCH */
const checkFindings = (journalPath: string, { path, size }: StoredReadModel): Promise<void> =>
  withTemporaryDirectory((directory) => {
    const anew = join(directory, 'findings.sqlite');
    const journal = openJournalReader(journalPath);
    try {
      foldAnew(anew, journal, { projection: FINDINGS, size });
    } finally {
      journal.close();
    }
    compareReadModels(path, anew, CLAIM_MEMORY);
  });

const READ_MODEL_HOLDS: Message = {
  zh: '读模型（数值与核查发现）与由日志重放所得完全一致。',
  en: 'The read model, figures and findings, is what a replay of the log gives.',
};

const READ_MODEL_MISSING: Message = {
  zh: '此处没有完整的读模型（数值与核查发现）。',
  en: 'There is no whole read model here, figures and findings.',
};

const verify = async (
  { journal, figures, findings: findingsFile, checkpoint }: DataFiles,
  { trust, onProgress }: LogOptions,
  directory: string,
): Promise<VerifiedJson> => {
  if (checkpoint === undefined)
    throw new DoesNotVerify('INPUT_UNREADABLE', AT, { zh: '缺失', en: 'it is missing' });
  const signed = readable(AT, () => readCheckpoint(checkpoint));
  const taken = (at: string, file: string): StoredReadModel | undefined =>
    readable(at, () => takeStored(file, join(directory, at)));
  const stored = { figures: taken('figures', figures), findings: taken('findings', findingsFile) };
  // Last, so that all that was taken is of the prefix that is verified: a server may be writing.
  const size = journalSize(journal);
  const findings = collectFindings();
  if (size < signed.size)
    findings.add(
      new DoesNotVerify('ROOT_MISMATCH', AT, {
        zh: `应有 ${signed.size} 条，仅有 ${size} 条`,
        en: `${size} of ${signed.size} entries are there`,
      }),
    );
  const { head, sizes, checkRoots } = openLogHead(checkpoint, { at: AT, trust, findings });
  const place = { kind: 'journal', path: journal, size } as const;
  const bulletins = await readLog(place, {
    sizes,
    findings,
    checkRoots,
    onProgress: (done) => onProgress?.(done, size * STEPS_PER_ENTRY),
  });
  findings.throwFirst();
  if (!head) throw new Error('a log without a head');
  if (stored.figures) await checkFigures(place, stored.figures);
  if (stored.findings) await checkFindings(journal, stored.findings);
  await checkBulletins(place, bulletins);
  const isWhole = stored.figures !== undefined && stored.findings !== undefined;
  return verifiedJson(head, {
    kind: 'data',
    proved: [...logProved(signed.size, bulletins), ...(isWhole ? [READ_MODEL_HOLDS] : [])],
    notProved: [
      WHO_SENT,
      ...(isWhole ? [] : [READ_MODEL_MISSING]),
      ...(size > signed.size
        ? [
            {
              zh: `最后 ${size - signed.size} 条事件尚未签名。`,
              en: `The last ${size - signed.size} events are not signed yet.`,
            },
          ]
        : []),
    ],
    subject: { treeSize: String(size), bulletins: bulletins.map(({ subject }) => subject) },
  });
};

/** @throws Problem USAGE */
export const verifyData = (
  files: DataFiles,
  { onProgress, ...options }: TrustOptions & Pick<LogOptions, 'onProgress'>,
): Promise<VerifyAnswer> =>
  answered(() =>
    withTemporaryDirectory((directory) => verify(files, { trust: trustOf(options), onProgress }, directory)),
  );
