// C2SP tlog-policy: which logs and witnesses one trusts, and how many cosignatures make a checkpoint good.
//
//   log <vkey> [<url>]
//   witness <name> <vkey> [<url>]
//   group <name> <k|any|all> <witness or group>…
//   quorum <witness, group or none>

import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { refuse, TransparencyError, type Verdict } from './errors.ts';
import { isSamePublicKey, KEY_TYPE, type KeyType, parseVerifierKey, type VerifierKey } from './key.ts';
import { decodeUtf8, MAX_TEXT_BYTES, parseDecimal } from './text.ts';

/** The predefined name of the quorum that asks for no cosignature. */
const NO_QUORUM = 'none';

/** A log or a witness of a policy. */
export interface PolicyKey {
  readonly key: VerifierKey;
  /** Where to reach it; what it means is the application's. */
  readonly url: string | null;
}

/** What must have cosigned: one witness, or at least `threshold` of the members of a group. */
export type Quorum =
  | { readonly kind: 'witness'; readonly name: string; readonly key: VerifierKey }
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly threshold: number;
      readonly members: readonly Quorum[];
    };

/** A policy with its names resolved. Names serve only the quorum and have no meaning outside the file. */
export interface Policy {
  /** Any of them may have signed. */
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly PolicyKey[];
  /** null for `quorum none`: no cosignature is asked for. */
  readonly quorum: Quorum | null;
}

/** The policy of who trusts one log key and asks for no witnesses. */
export function policyOfLog(key: VerifierKey): Policy {
  return { logs: [{ key, url: null }], witnesses: [], quorum: null };
}

/**
 * Reads a policy file, C2SP tlog-policy, "Policy file syntax and structure". Throws POLICY_MALFORMED with the
 * number of the line: other octets than the standard allows, a last line without its newline (the file may be
 * cut short), names not yet defined or defined twice, a member in two groups, keys that repeat or have the
 * wrong type, no quorum or two.
 */
export function parsePolicy(input: string | Uint8Array): Policy {
  const octets = Buffer.from(input);
  if (typeof input === 'string' && !input.isWellFormed()) {
    throw new TransparencyError('POLICY_MALFORMED', 'the policy has a lone surrogate');
  }
  if (octets.length > MAX_TEXT_BYTES) {
    throw new TransparencyError('POLICY_MALFORMED', `the policy is larger than ${MAX_TEXT_BYTES} bytes`);
  }
  if (!octets.every(isPolicyOctet)) {
    throw new TransparencyError(
      'POLICY_MALFORMED',
      'the policy has control characters other than tab and newline',
    );
  }
  // One character for each octet, because names are opaque octets: names that merely look the same stay
  // different.
  const lines = octets.toString('latin1').split('\n');
  if (lines.pop() !== '') {
    throw new TransparencyError('POLICY_MALFORMED', 'the last line of the policy does not end in a newline');
  }
  const draft: Draft = { logs: [], witnesses: [], named: new Map(), members: new Set(), quorum: undefined };
  for (const [i, line] of lines.entries()) {
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    if (items.length > 0 && items[0]?.startsWith('#') === false) {
      readLine(draft, { items, number: i + 1 });
    }
  }
  if (draft.quorum === undefined) {
    throw new TransparencyError('POLICY_MALFORMED', 'the policy has no quorum line');
  }
  return { logs: draft.logs, witnesses: draft.witnesses, quorum: draft.quorum };
}

/**
 * Opens a checkpoint under a policy: signed by one of its logs, whose name is the origin, and cosigned as its
 * quorum asks. Each public key counts once, however often it signed. Throws as openCheckpoint does; refuses
 * with ORIGIN_MISMATCH, then SIGNATURE_INVALID, then POLICY_UNSATISFIED.
 */
export function openWithPolicy(note: string | Uint8Array, policy: Policy): Verdict<OpenedCheckpoint> {
  const opened = openCheckpoint(note, {
    logs: policy.logs.map(({ key }) => key),
    witnesses: policy.witnesses.map(({ key }) => key),
  });
  if (!opened.ok) {
    return opened;
  }
  const cosigners = opened.cosignatures.map(({ key }) => key);
  if (policy.quorum !== null && !isSatisfied(policy.quorum, cosigners)) {
    return refuse('POLICY_UNSATISFIED', `the cosignatures do not make up the quorum ${policy.quorum.name}`);
  }
  return opened;
}

/**
 * Whether these keys, all of which have cosigned, make up the quorum; C2SP tlog-policy, "Defining a witness
 * group".
 */
export function isSatisfied(quorum: Quorum, cosigners: readonly VerifierKey[]): boolean {
  if (quorum.kind === 'witness') {
    return cosigners.some((key) => isSamePublicKey(key, quorum.key));
  }
  return quorum.members.filter((member) => isSatisfied(member, cosigners)).length >= quorum.threshold;
}

/** A policy while it is read. Names are octets as latin1. */
interface Draft {
  readonly logs: PolicyKey[];
  readonly witnesses: PolicyKey[];
  readonly named: Map<string, Quorum>;
  readonly members: Set<string>;
  quorum: Quorum | null | undefined;
}

interface PolicyLine {
  readonly items: readonly string[];
  readonly number: number;
}

function readLine(draft: Draft, line: PolicyLine): void {
  const read = LINE_READERS.get(line.items[0] ?? '');
  if (read === undefined) {
    throw malformed(line, 'it must begin with log, witness, group, quorum or #');
  }
  read(draft, line);
}

function readLog({ logs }: Draft, line: PolicyLine): void {
  const [, vkey, url, ...more] = line.items;
  if (vkey === undefined || more.length > 0) {
    throw malformed(line, 'it must be: log <vkey> [<url>]');
  }
  addKey(logs, line, { vkey, url, type: KEY_TYPE.ed25519 });
}

function readWitness({ witnesses, named }: Draft, line: PolicyLine): void {
  const [, name, vkey, url, ...more] = line.items;
  if (name === undefined || vkey === undefined || more.length > 0) {
    throw malformed(line, 'it must be: witness <name> <vkey> [<url>]');
  }
  checkNewName(named, line, name);
  const key = addKey(witnesses, line, { vkey, url, type: KEY_TYPE.cosignatureV1 });
  named.set(name, { kind: 'witness', name: readable(name), key });
}

function readGroup({ named, members: used }: Draft, line: PolicyLine): void {
  const [, name, count, ...memberNames] = line.items;
  if (name === undefined || count === undefined || memberNames.length === 0) {
    throw malformed(line, 'it must be: group <name> <k|any|all> <name>…');
  }
  checkNewName(named, line, name);
  const members = memberNames.map((memberName) => {
    const member = lookUp(named, line, memberName);
    if (used.has(memberName)) {
      throw malformed(line, `${readable(memberName)} is a member already`);
    }
    used.add(memberName);
    return member;
  });
  const threshold = readThreshold(line, count, members.length);
  named.set(name, { kind: 'group', name: readable(name), threshold, members });
}

function readThreshold(line: PolicyLine, count: string, members: number): number {
  if (count === 'any') {
    return 1;
  }
  if (count === 'all') {
    return members;
  }
  const threshold = parseDecimal(count);
  if (threshold === undefined || threshold < 1 || threshold > members) {
    throw malformed(line, `of ${members} members it may ask for any, all, or 1 to ${members}`);
  }
  return threshold;
}

function readQuorum(draft: Draft, line: PolicyLine): void {
  const [, name, ...more] = line.items;
  if (name === undefined || more.length > 0) {
    throw malformed(line, 'it must be: quorum <name>');
  }
  if (draft.quorum !== undefined) {
    throw malformed(line, 'there is a quorum line already');
  }
  draft.quorum = name === NO_QUORUM ? null : lookUp(draft.named, line, name);
}

const LINE_READERS: ReadonlyMap<string, (draft: Draft, line: PolicyLine) => void> = new Map([
  ['log', readLog],
  ['witness', readWitness],
  ['group', readGroup],
  ['quorum', readQuorum],
]);

interface KeyItems {
  readonly vkey: string;
  readonly url: string | undefined;
  readonly type: KeyType;
}

function addKey(keys: PolicyKey[], line: PolicyLine, { vkey, url, type }: KeyItems): VerifierKey {
  const key = readKey(line, vkey);
  if (key.type !== type) {
    throw malformed(
      line,
      type === KEY_TYPE.ed25519 ? 'a log key must have type 0x01' : 'a witness key must have type 0x04',
    );
  }
  if (keys.some((other) => isSamePublicKey(other.key, key))) {
    throw malformed(line, 'the same public key is there already');
  }
  keys.push({ key, url: url === undefined ? null : readable(url) });
  return key;
}

function readKey(line: PolicyLine, vkey: string): VerifierKey {
  try {
    return parseVerifierKey(decodeUtf8(Buffer.from(vkey, 'latin1')) ?? '');
  } catch (error) {
    throw error instanceof TransparencyError ? malformed(line, error.message) : error;
  }
}

function checkNewName(named: ReadonlyMap<string, Quorum>, line: PolicyLine, name: string): void {
  if (name === NO_QUORUM || named.has(name)) {
    throw malformed(line, `the name ${readable(name)} is taken`);
  }
}

function lookUp(named: ReadonlyMap<string, Quorum>, line: PolicyLine, name: string): Quorum {
  const found = named.get(name);
  if (found === undefined) {
    throw malformed(line, `${readable(name)} is not defined above`);
  }
  return found;
}

/** Octets for people to read; for comparing, octets stay octets. */
function readable(octets: string): string {
  return Buffer.from(octets, 'latin1').toString('utf8');
}

/** C2SP tlog-policy, "Character set": tab, newline, 0x20 to 0x7E, 0x80 to 0xFF. */
function isPolicyOctet(octet: number): boolean {
  return octet === 0x09 || octet === 0x0a || (octet >= 0x20 && octet !== 0x7f);
}

function malformed({ number }: PolicyLine, what: string): TransparencyError {
  return new TransparencyError('POLICY_MALFORMED', `line ${number} of the policy: ${what}`);
}
