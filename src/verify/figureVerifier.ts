import { indicatorOf } from '../../projections/indicators.ts';
import type { Posting } from '../../projections/posting.ts';
import { RULES, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import { parseTime } from '../domain/calendar.ts';
import { openingOf, readHistory } from '../domain/history.ts';
import { jsonDifference } from '../domain/jsonDifference.ts';
import { rulesInForce } from '../domain/statementRules.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import { recordsAt } from '../readmodel/records.ts';
import { LEFT_OUT, type VerifiedJson, verifiedJson, WHO_SENT } from './answer.ts';
import { type Bundle, openBundleHead, proveEvents, readStatement, statementFile } from './bundle.ts';
import { continues, sizeOf } from './consistency.ts';
import { checkEntries } from './entryCheck.ts';
import type { ReadEvent } from './events.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { FIGURE_STATEMENT, figureStatement } from './figureStatement.ts';
import { checkOldOfBundle } from './oldCheck.ts';
import { type PrefixContents, postingSource } from './postingSource.ts';
import { checkHistory, checkRevisions } from './subjectCheck.ts';
import { statementText } from './text.ts';
import type { Trust } from './trust.ts';

/** Checks evidence of a figure: reads the contracts out of the proven bytes and computes the figure again. */

const FILE = statementFile('figure');

type Subjects = ReadonlyMap<string, readonly ReadEvent[]>;

/** The last event of the prefix stands for its moment alone, unless its whole subject is shown. */
const isMomentAlone = (events: readonly ReadEvent[], last: number): boolean =>
  events.length === 1 && events[0]?.index === last && events[0].event.revision > 0;

/** The subjects that the figure rests on. Those of the ledger itself are shown in part. */
const wholeSubjects = (events: readonly ReadEvent[], last: number): Subjects =>
  new Map(
    [...Map.groupBy(events, ({ event }) => event.subject)].filter(
      ([subject, shown]) => subject !== 'ledger/main' && !isMomentAlone(shown, last),
    ),
  );

/** A later version of the rules may be in force than this program has. */
const requireRules = (version: number): void => {
  if (!RULES.has(version))
    throw new DoesNotVerify('INPUT_UNREADABLE', 'rules.adopted', {
      zh: `本程序没有版本 ${version} 的规则`,
      en: `this program has no rules of version ${version}`,
    });
};

const postingsOfContracts = (subjects: Subjects, below: number, rules: number): readonly Posting[] => {
  requireRules(rules);
  const { postingsOf } = rulesOf(RULES, rules);
  return [...subjects].flatMap(([subject, events]) => {
    const { line } = splitSubject(subject);
    if (!isContractLine(line)) return [];
    return postingsOf(line, readHistory(events.filter(({ index }) => index < below)).facts).postings;
  });
};

/** What the events shown hold of the prefix of that size. */
const prefixOf = (events: readonly ReadEvent[], subjects: Subjects) => {
  const bySubject = Map.groupBy(events, ({ event }) => event.subject);
  const ofSubject = (subject: string, size: number) =>
    (bySubject.get(subject) ?? []).filter(({ index }) => index < size);
  return (treeSize: number): PrefixContents => {
    const ofLedger = ofSubject('ledger/main', treeSize);
    const rules = rulesInForce(ofLedger);
    const last = events.findLast(({ index }) => index < treeSize);
    return {
      asOf: { treeSize, recordedAt: parseTime(last?.event.recordedtime ?? '') ?? null },
      openedOn: openingOf(ofLedger)?.openedOn ?? null,
      rules,
      postings: postingsOfContracts(subjects, treeSize, rules),
      records: recordsAt(ofSubject, treeSize),
    };
  };
};

/** The figures as the events shown give them, all of which belong to the prefix. */
const sourceOf = (events: readonly ReadEvent[], subjects: Subjects, treeSize: number): FigureSource => {
  const prefix = prefixOf(events, subjects);
  return postingSource(prefix(treeSize), prefix);
};

/** That all of it is stated as it was computed. @throws DoesNotVerify FIGURE_MISMATCH, INPUT_UNREADABLE */
const checkStated = (text: string, stated: unknown, computed: object): void => {
  const difference = jsonDifference(stated, computed, '');
  if (difference)
    throw new DoesNotVerify(
      'FIGURE_MISMATCH',
      `${FILE}${difference.pointer}`,
      `${JSON.stringify(difference.value)} ≠ ${JSON.stringify(difference.other)}`,
    );
  if (statementText(computed) !== text)
    throw new DoesNotVerify('INPUT_UNREADABLE', FILE, {
      zh: '成员次序不对',
      en: 'its members are out of order',
    });
};

/** @throws DoesNotVerify */
export const verifyFigure = (bundle: Bundle, trust: Trust): VerifiedJson => {
  const { events } = bundle;
  const value = readStatement(bundle.statement, 'figure');
  const claim = readable(FILE, () => FIGURE_STATEMENT.parse(value));
  const treeSize = sizeOf(claim.asOf.treeSize);
  if (events.at(-1)?.index !== treeSize - 1)
    throw new DoesNotVerify('INPUT_UNREADABLE', FILE, {
      zh: '所示最后一条事件不是该时点的',
      en: 'the last event shown is not that of its moment',
    });
  const head = openBundleHead(bundle, trust);
  const { checkpoint } = head;
  if (claim.origin !== checkpoint.origin)
    throw new DoesNotVerify('ORIGIN_MISMATCH', FILE, {
      zh: `属于日志 ${claim.origin}`,
      en: `it is of the log ${claim.origin}`,
    });
  const asOf = { ...claim.asOf, consistency: claim.consistency };
  checkOldOfBundle(trust, head, { shown: [asOf, ...(claim.old ? [claim.old] : [])], at: FILE });
  proveEvents(bundle, head);
  for (const earlier of [asOf, ...(claim.old ? [claim.old] : [])]) {
    const verdict = continues(checkpoint, earlier);
    if (!verdict.ok) throw new DoesNotVerify('PROOF_INVALID', FILE, verdict.message);
  }
  const subjects = wholeSubjects(events, treeSize - 1);
  for (const [subject, shown] of subjects) checkRevisions(subject, shown);
  checkEntries(events);
  for (const [subject, shown] of subjects) checkHistory(subject, shown);
  const computed = figureStatement(sourceOf(events, subjects, treeSize), {
    origin: checkpoint.origin,
    indicator: indicatorOf(claim.code),
    year: claim.year,
    rootHash: claim.asOf.rootHash,
    consistency: claim.consistency,
    old: claim.old,
  });
  checkStated(bundle.statement, value, computed);
  const contracts = [...subjects.keys()].filter((subject) =>
    isContractLine(splitSubject(subject).line),
  ).length;
  return verifiedJson(head, {
    kind: 'figure',
    proved: [
      {
        zh: `该数值由 ${contracts} 份合同的 ${events.length} 条事件算得；它们一字不差地记录在账本中，合同内没有缺失。`,
        en: `The figure follows from the ${events.length} events shown, of ${contracts} contracts; they are recorded byte for byte, and none is missing inside a contract.`,
      },
      {
        zh: `第 ${treeSize} 条时的日志是检查点所示日志（${checkpoint.size} 条）的开头部分，此后没有被改写。`,
        en: `The log of ${treeSize} events is the beginning of the checkpoint's log of ${checkpoint.size} and has not been rewritten since.`,
      },
    ],
    notProved: [LEFT_OUT, WHO_SENT],
    subject: computed,
  });
};
