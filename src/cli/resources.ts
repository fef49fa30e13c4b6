import { indicatorParameter } from '../api/parameters.ts';
import { pathOf } from '../api/paths.ts';
import { notFound } from '../problem.ts';

/** Paths of what commands name. An indicator that there is not is wrong use, a subject that there is not is not found. */

export const indicatorPath = (code: string): string =>
  pathOf`/v1/indicators/${indicatorParameter(code).code}`;

export const figurePath = (code: string, year: string, what: string): string =>
  indicatorPath(code) + pathOf`/${year}/${what}`;

export const subjectPath = (subject: string): string => {
  const slash = subject.indexOf('/');
  if (slash < 1 || slash === subject.length - 1) throw notFound(subject);
  return pathOf`/v1/contracts/${subject.slice(0, slash)}/${subject.slice(slash + 1)}`;
};
