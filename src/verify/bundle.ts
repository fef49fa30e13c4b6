import { inclusionVerifier, leafHash, proofsOf, type TlogProof, type Tree } from '../transparency/index.ts';
import type { EvidenceFile, EvidenceFiles } from './archive.ts';
import { EVENTS_FILE, formatEvents, type ReadEvent, readEvents, type ShownEvent } from './events.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from './kinds.ts';
import { READMES } from './readme.ts';
import { statementText, utf8Bytes, utf8Text } from './text.ts';
import { type Head, openHead, readCheckpoint, type Trust } from './trust.ts';

/** The one form of evidence: events, a proof for each, the checkpoint they are proved against, what is stated, and a README. */

const CHECKPOINT_FILE = 'checkpoint';
const README_FILE = 'README';
export const statementFile = (kind: EvidenceKind): string => `${kind}.json`;
const proofFile = (index: number): string => `proofs/${index}.tlog-proof`;

export interface EvidenceParts {
  readonly kind: EvidenceKind;
  readonly events: readonly ShownEvent[];
  /** The text of a signed checkpoint, and the tree of its size. */
  readonly checkpoint: string;
  readonly tree: Pick<Tree, 'inclusionProof'>;
  readonly statement: object;
}

/** The files of evidence, made one after the other. */
export const evidenceFiles = function* ({
  kind,
  events,
  checkpoint,
  tree,
  statement,
}: EvidenceParts): Generator<EvidenceFile> {
  yield [README_FILE, utf8Bytes(READMES[kind])];
  yield [CHECKPOINT_FILE, utf8Bytes(checkpoint)];
  yield [EVENTS_FILE, utf8Bytes(formatEvents(events))];
  yield [statementFile(kind), utf8Bytes(statementText(statement))];
  const { format } = proofsOf(checkpoint);
  for (const { index } of events)
    yield [proofFile(index), utf8Bytes(format(index, tree.inclusionProof(index)))];
};

/** Evidence as read, nothing of it proved. */
export interface Bundle {
  readonly kind: EvidenceKind;
  readonly checkpoint: string;
  readonly events: readonly ReadEvent[];
  readonly proofs: ReadonlyMap<number, TlogProof>;
  /** The text of what is stated. */
  readonly statement: string;
}

const kindOf = ({ names }: EvidenceFiles): EvidenceKind => {
  const kinds = EVIDENCE_KINDS.filter((kind) => names.has(statementFile(kind)));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw new DoesNotVerify('INPUT_UNREADABLE', '.', {
      zh: '其中没有 figure.json、bulletin.json、receipt.json 之一',
      en: 'it has not one of figure.json, bulletin.json, receipt.json',
    });
  return kind;
};

export const isBundle = ({ names }: EvidenceFiles): boolean =>
  EVIDENCE_KINDS.some((kind) => names.has(statementFile(kind)));

/** Reads all files; a file that does not belong there is as wrong as one that is missing. @throws DoesNotVerify */
export const readBundle = (files: EvidenceFiles): Bundle => {
  const kind = kindOf(files);
  const text = (name: string): string => utf8Text(files.read(name), name);
  const checkpoint = text(CHECKPOINT_FILE);
  readable(CHECKPOINT_FILE, () => readCheckpoint(checkpoint));
  if (text(README_FILE) !== READMES[kind])
    throw new DoesNotVerify('INPUT_UNREADABLE', README_FILE, {
      zh: '文本与格式所定不同',
      en: 'its text is not that of the format',
    });
  const events = readEvents(files.read(EVENTS_FILE));
  const { parse } = proofsOf(checkpoint);
  const proofs = new Map(
    events.map(({ index }) => {
      const name = proofFile(index);
      return [index, readable(name, () => parse(files.read(name)))];
    }),
  );
  const statement = text(statementFile(kind));
  const known = new Set([CHECKPOINT_FILE, README_FILE, EVENTS_FILE, statementFile(kind)]);
  for (const name of files.names)
    if (!known.has(name) && !isProofOf(name, proofs))
      throw new DoesNotVerify('INPUT_UNREADABLE', name, {
        zh: '不属于该证据',
        en: 'it does not belong to the evidence',
      });
  return { kind, checkpoint, events, proofs, statement };
};

const PROOF_NAME = /^proofs\/(0|[1-9]\d{0,15})\.tlog-proof$/;
const isProofOf = (name: string, proofs: ReadonlyMap<number, TlogProof>): boolean => {
  const digits = PROOF_NAME.exec(name)?.[1];
  return digits !== undefined && proofs.has(Number.parseInt(digits, 10));
};

/** @throws DoesNotVerify INPUT_UNREADABLE unless the statement is JSON, written in the one way that it is */
export const readStatement = (text: string, kind: EvidenceKind): unknown => {
  const at = statementFile(kind);
  const value = readable(at, () => JSON.parse(text) as unknown);
  if (statementText(value) !== text)
    throw new DoesNotVerify('INPUT_UNREADABLE', at, {
      zh: '写法与证据不同',
      en: 'not written as evidence is',
    });
  return value;
};

export const openBundleHead = ({ checkpoint }: Bundle, trust: Trust): Head =>
  openHead(checkpoint, CHECKPOINT_FILE, trust);

/** That every event shown is in the log under the checkpoint, at its index. @throws DoesNotVerify PROOF_INVALID */
export const proveEvents = ({ events, proofs, checkpoint }: Bundle, head: Head): void => {
  const verify = inclusionVerifier(head.checkpoint);
  for (const { index, text } of events) {
    const at = proofFile(index);
    const proof = proofs.get(index);
    if (proof?.index !== index || proof.checkpoint !== checkpoint || proof.extra !== null)
      throw new DoesNotVerify('PROOF_INVALID', at, {
        zh: '属于另一条记录或另一检查点',
        en: 'it is of another record or checkpoint',
      });
    const hash = leafHash(utf8Bytes(text));
    const verdict = verify({ leafHash: hash, index, proof: proof.hashes });
    if (!verdict.ok) throw new DoesNotVerify('PROOF_INVALID', at, verdict.message);
  }
};
