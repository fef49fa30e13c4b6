import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { admit, issueKey } from '../../../src/api/participantActions.ts';
import { readIndicators } from '../../../src/api/readings.ts';
import type { Actor } from '../../../src/domain/actor.ts';
import type { Role } from '../../../src/domain/events/bureau.ts';
import { importFacts } from '../../../src/exchange/importFacts.ts';
import type { RejectLine } from '../../../src/exchange/importTally.ts';
import { initLedger, type LedgerWriter, LOCAL_ACTOR, openLedgerWriter } from '../../../src/main.ts';
import { authenticateKey } from '../../../src/recorder/apiKey.ts';
import { USCC } from '../../support/facts.ts';
import { temporaryDirectory } from '../../support/ledger.ts';
import { madeUscc } from '../generate.ts';
import type { Person } from './places.ts';

/** Ledgers that files are imported into. A demonstration is at noon of 15 June 2024 in Asia/Shanghai, another is now. */

const NOON_US = 1_718_424_000_000_000;
const CLOCK = { wallUs: () => NOON_US, monotonicUs: () => 0 };

/** A larger file is taken in by threads of its own, which take longer to start than it takes to read. */
const FILE_LINES = 20;

export interface Book {
  /** Imports lines, one fact in each; answers what was refused, by its place among them. */
  readonly lines: (lines: readonly string[], actor?: Actor) => Promise<readonly RejectLine[]>;
  /** The same, all or none. */
  readonly whole: (lines: readonly string[]) => Promise<readonly RejectLine[]>;
  readonly sheet: (text: string) => Promise<readonly RejectLine[]>;
  readonly size: () => number;
  /** Digest of annex tables as they stand now. */
  readonly figures: () => Promise<string>;
  readonly close: () => Promise<void>;
  readonly ledger: LedgerWriter;
}

export const openBook = async ({ demonstration }: { readonly demonstration: boolean }): Promise<Book> => {
  const directory = temporaryDirectory();
  const origin = demonstration ? 'example.org/demo' : 'example.org/ledger';
  initLedger(directory, {
    origin,
    openedOn: demonstration ? undefined : '2018-01-01',
    demonstration,
    plan: true,
  });
  const ledger = await openLedgerWriter(directory, demonstration ? { clock: CLOCK } : {});
  const imported = async (
    name: string,
    text: string,
    { actor = LOCAL_ACTOR, atomic = false }: { readonly actor?: Actor; readonly atomic?: boolean } = {},
  ): Promise<readonly RejectLine[]> => {
    const file = join(directory, name);
    writeFileSync(file, text);
    const refused: RejectLine[] = [];
    await importFacts(ledger, { files: [file], actor, atomic, onRefused: (line) => refused.push(line) });
    return refused;
  };
  return {
    ledger,
    lines: async (lines, actor = LOCAL_ACTOR) => {
      const refused: RejectLine[] = [];
      for (let at = 0; at < lines.length; at += FILE_LINES) {
        const text = `${lines.slice(at, at + FILE_LINES).join('\n')}\n`;
        for (const reject of await imported('posted.ndjson', text, { actor }))
          refused.push({ ...reject, line: at + reject.line });
      }
      return refused;
    },
    whole: (lines) => imported('posted.ndjson', `${lines.join('\n')}\n`, { atomic: true }),
    sheet: (text) => imported('posted.csv', text),
    size: ledger.logSize,
    figures: async () => {
      await ledger.reach({ size: ledger.logSize(), bulletins: [] });
      const tables = ['2019', '2023'].map((year) => readIndicators(ledger, { year }));
      return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
    },
    close: () => ledger.closeWriter(),
  };
};

export type Acting = (person: Person, poster: string) => Actor;

/** The poster of a case: each has one of its own, so that no case sees another's contracts. */
export const posterOf = (index: number): string => madeUscc('91', '441900', 5_000 + index);

/** Admits the poster of each case, another bank, an auditor and the bureau; answers who acts. */
export const admitAll = async ({ ledger }: Book, posters: readonly string[]): Promise<Acting> => {
  const identity = () => ledger.recorder.state.identity;
  const actorOfKey = (text: string): Actor => {
    const found = authenticateKey(text.trim(), identity());
    if (!found.ok) throw new Error(found.code);
    return found.actor;
  };
  const operator = actorOfKey(readFileSync(join(ledger.directory, 'operator.key'), 'utf8'));
  const place = { actor: operator, only: undefined, query: {} };
  const admitted = async (uscc: string, role: Role, kind: string): Promise<void> => {
    await admit(ledger, { uscc, name: '示例机构', kind, roles: [role] }, { ...place, params: {} });
  };
  const keyOf = async (uscc: string, holder: string): Promise<Actor> => {
    const { value } = await issueKey(ledger, { holder }, { ...place, params: { uscc } });
    return actorOfKey((value as { readonly key: string }).key);
  };
  await admitted(USCC.bureau, 'bureau', 'government');
  await admitted(USCC.exchange, 'auditor', 'ipService');
  const banks = new Map<string, Actor>();
  for (const uscc of [...posters, USCC.otherBank]) {
    await admitted(uscc, 'institution', 'bank');
    banks.set(uscc, await keyOf(uscc, '信贷系统'));
  }
  const others: Readonly<Record<string, Actor>> = {
    operator,
    auditor: await keyOf(USCC.exchange, '审计一'),
    bureau: await keyOf(USCC.bureau, '窗口一'),
  };
  return (person, poster) => {
    const found = others[person] ?? banks.get(person === 'otherBank' ? USCC.otherBank : poster);
    if (!found) throw new Error(`nobody is ${person}`);
    return found;
  };
};
