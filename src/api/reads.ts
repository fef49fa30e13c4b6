import { findIndicator } from '../../projections/indicators.ts';
import { LINES, type Line } from '../domain/subject.ts';
import type { LedgerReader } from '../main.ts';
import { notFound, wrongUse } from '../problem.ts';
import { readBulletin, readBulletins } from './bulletins.ts';
import { readChanges } from './changes.ts';
import { readConfirmations } from './confirmations.ts';
import { readContracts } from './contracts.ts';
import { readEvents } from './eventList.ts';
import { readFindings } from './findings.ts';
import { isSeen, ownPart } from './ownPart.ts';
import type { Parameters } from './parameters.ts';
import { readParticipants } from './participants.ts';
import { readConsistency, readInclusion } from './proofs.ts';
import { type Place, type Reading, segment } from './reading.ts';
import {
  readDifference,
  readHistory,
  readIndicator,
  readIndicators,
  readLineage,
  readPeriods,
} from './readings.ts';
import { readRules } from './rules.ts';
import { readSelf } from './self.ts';
import { readObservations, readTargets } from './standing.ts';

/** The readings by their paths. What a path names is part of it: an unknown indicator or line is no resource. */

const indicatorIn = (place: Place): string => {
  const code = segment(place, 'code');
  if (!findIndicator(code)) throw notFound(`指标 ${code}`, `indicator ${code}`);
  return code;
};

/** The year of the path beside the parameters of the query. */
const withYear = (place: Place, parameters: Parameters): Parameters => {
  if ('year' in parameters) throw wrongUse('年份已在路径中', 'the year is in the path');
  return { ...parameters, year: segment(place, 'year') };
};

/** A contract, or a record of the bureau or the ledger. */
const subjectIn = (place: Place): string => {
  const line = segment(place, 'line');
  if (!LINES.includes(line as Line)) throw notFound(`类别 ${line}`, `line ${line}`);
  return `${line}/${segment(place, 'id')}`;
};

/** What an institution does not see is not there for it. */
const seenSubjectIn = (ledger: LedgerReader, place: Place): string => {
  const subject = subjectIn(place);
  if (!isSeen(ledger, subject, place.only)) throw notFound(subject);
  return subject;
};

export const READINGS: Readonly<Record<string, Reading>> = {
  '/v1/events': readEvents,
  '/v1/self': readSelf,
  '/v1/participants': readParticipants,
  '/v1/rules': readRules,
  '/v1/indicators': (ledger, parameters, { only }) => {
    const table = readIndicators(ownPart(ledger, only), parameters);
    return only === undefined ? table : { institution: only, ...table };
  },
  '/v1/indicators/:code': (ledger, parameters, place) =>
    readIndicator(ownPart(ledger, place.only), indicatorIn(place), parameters),
  '/v1/indicators/:code/:year/lineage': (ledger, parameters, place) =>
    readLineage(ownPart(ledger, place.only), indicatorIn(place), withYear(place, parameters)),
  '/v1/indicators/:code/:year/difference': (ledger, parameters, place) =>
    readDifference(ownPart(ledger, place.only), indicatorIn(place), withYear(place, parameters)),
  '/v1/contracts': readContracts,
  '/v1/contracts/:line/:id': (ledger, parameters, place) =>
    readHistory(ledger, seenSubjectIn(ledger, place), parameters),
  '/v1/periods': readPeriods,
  '/v1/targets': readTargets,
  '/v1/observations': readObservations,
  '/v1/changes': (ledger, parameters) => readChanges(ledger, parameters),
  '/v1/findings': readFindings,
  '/v1/bulletins': readBulletins,
  '/v1/bulletins/:id': (ledger, parameters, place) => readBulletin(ledger, segment(place, 'id'), parameters),
  '/v1/confirmations': readConfirmations,
  '/v1/proofs/inclusion': readInclusion,
  '/v1/proofs/consistency': readConsistency,
};
