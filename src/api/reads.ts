import type { Request } from 'express';
import { findIndicator } from '../../projections/indicators.ts';
import { isContractLine, type Line } from '../domain/subject.ts';
import { Problem, wrongUse } from '../problem.ts';
import { readChanges } from './changes.ts';
import { readContracts } from './contracts.ts';
import { readFindings } from './findings.ts';
import type { Parameters } from './parameters.ts';
import type { Reading } from './reading.ts';
import {
  readDifference,
  readHistory,
  readIndicator,
  readIndicators,
  readLineage,
  readPeriods,
} from './readings.ts';
import { readObservations, readTargets } from './standing.ts';

/** The readings by their paths. What a path names is part of it: an unknown indicator or line is no resource. */

const segment = (request: Request, name: string): string => {
  const value = request.params[name];
  if (typeof value !== 'string') throw new Problem('NOT_FOUND');
  return value;
};

const indicatorIn = (request: Request): string => {
  const code = segment(request, 'code');
  if (!findIndicator(code)) throw new Problem('NOT_FOUND');
  return code;
};

/** The year of the path beside the parameters of the query. */
const withYear = (request: Request, parameters: Parameters): Parameters => {
  if ('year' in parameters) throw wrongUse('the year is in the path');
  return { ...parameters, year: segment(request, 'year') };
};

const contractIn = (request: Request): string => {
  const line = segment(request, 'line');
  if (!isContractLine(line as Line)) throw new Problem('NOT_FOUND');
  return `${line}/${segment(request, 'id')}`;
};

export const READINGS: Readonly<Record<string, Reading>> = {
  '/v1/indicators': readIndicators,
  '/v1/indicators/:code': (ledger, parameters, request) =>
    readIndicator(ledger, indicatorIn(request), parameters),
  '/v1/indicators/:code/:year/lineage': (ledger, parameters, request) =>
    readLineage(ledger, indicatorIn(request), withYear(request, parameters)),
  '/v1/indicators/:code/:year/difference': (ledger, parameters, request) =>
    readDifference(ledger, indicatorIn(request), withYear(request, parameters)),
  '/v1/contracts': readContracts,
  '/v1/contracts/:line/:id': (ledger, parameters, request) =>
    readHistory(ledger, contractIn(request), parameters),
  '/v1/periods': readPeriods,
  '/v1/targets': readTargets,
  '/v1/observations': readObservations,
  '/v1/changes': (ledger, parameters) => readChanges(ledger, parameters),
  '/v1/findings': readFindings,
};
