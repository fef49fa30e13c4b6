import { timeText } from './calendar.ts';
import type { PostedFact } from './envelope.ts';

/** The canonical text of a recorded event, put together from its pieces. */

/** What the ledger adds to a fact. */
export interface LedgerPart {
  readonly nonce: string;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly revision: number;
}

/** Most attributes are of these alone, for which JSON has no other form; the test takes a third of the time. */
const PLAIN = /^[ !#-[\]-~]*$/;

const member = (name: string, value: string | undefined): string => {
  if (value === undefined) return '';
  return PLAIN.test(value) ? `,"${name}":"${value}"` : `,"${name}":${JSON.stringify(value)}`;
};

/** Members that stand in many facts, by their values. */
const KNOWN_MAX = 1_000;
const knownMember = (name: string): ((value: string) => string) => {
  const known = new Map<string, string>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    if (known.size >= KNOWN_MAX) known.clear();
    const made = member(name, value);
    known.set(value, made);
    return made;
  };
};

const schemaMember = knownMember('dataschema');
const sourceMember = knownMember('source');
const typeMember = knownMember('type');
const actorMember = knownMember('recordedby');

/** From the attributes after `data` up to the ledger's part. */
export const headText = ({ datacontenttype, dataschema, id }: PostedFact): string =>
  `${member('datacontenttype', datacontenttype)}${schemaMember(dataschema)}${member('id', id)}`;

export const tailText = ({ source, subject, time, type }: PostedFact): string =>
  `${sourceMember(source)},"specversion":"1.0"${member('subject', subject)}${member('time', time)}${typeMember(type)}}`;

/** The ledger's part, between head and tail; a nonce needs no escape. */
export const ledgerText = ({ nonce, recordedBy, recordedAt, revision }: LedgerPart): string =>
  `,"nonce":"${nonce}"${actorMember(recordedBy)},"recordedtime":"${timeText(recordedAt)}","revision":${revision}`;

/** What the text of every event begins with. */
export const DATA_START = '{"data":';

/**
 * RFC 8785 text of the recorded event. The attributes stand in the order of their names and `dataText` is canonical, so
 * joining them is the canonical form (asserted against a general canonicalizer in the tests).
 */
export const recordedText = (fact: PostedFact, dataText: string, part: LedgerPart): string =>
  DATA_START + dataText + headText(fact) + ledgerText(part) + tailText(fact);
