import type { Request } from 'express';
import type { Actor } from '../domain/actor.ts';
import { POSTER_CODES } from '../domain/authority.ts';
import { CODES } from '../domain/codes.ts';
import { takeBatch } from '../exchange/batchIntake.ts';
import type { LineBatch } from '../exchange/lines.ts';
import { FactRefused, type Problem } from '../problem.ts';
import type { Outcome } from '../recorder/recorder.ts';
import { choiceParameter, onlyKnown } from './parameters.ts';
import { queryOf, switchParameter } from './query.ts';
import type { AnswerOptions, Line } from './streamAnswer.ts';

/** What streams have in common, whether their lines are recorded as they come or judged as a whole. */

/** The lines of a batch, in order. */
export const linesIn = (batch: LineBatch, demonstration: boolean): Line[] => {
  const taken = takeBatch(batch, { demonstration });
  const facts = taken.facts.map(
    (fact, index): Line => ({ line: taken.lines[index] as number, batch, taken: fact }),
  );
  const refused = taken.refused.map((one): Line => ({ ...one, batch }));
  return refused.length === 0 ? facts : [...facts, ...refused].sort((a, b) => a.line - b.line);
};

export interface StreamOptions extends AnswerOptions {
  readonly actor: Actor;
  readonly atomic: boolean;
}

/** What the store answers to every line, or what concerns whoever posts, cannot be answered line by line: the stream ends, and may be repeated. */
export const stopOf = (outcomes: readonly Outcome[]): Problem | undefined => {
  for (const outcome of outcomes) {
    if (outcome.status !== 'refused') continue;
    const stop = outcome.refusals.find(
      ({ code }) => CODES[code].repeat === 'later' || POSTER_CODES.has(code),
    );
    if (stop) return new FactRefused([stop]);
  }
  return undefined;
};

/** What a stream asks for. @throws Problem USAGE */
export const optionsOf = (request: Request, actor: Actor): StreamOptions => {
  const parameters = queryOf(request.url);
  onlyKnown(parameters, ['atomic', 'dryRun', 'results']);
  return {
    actor,
    atomic: switchParameter(parameters, 'atomic'),
    dryRun: switchParameter(parameters, 'dryRun'),
    all: choiceParameter(parameters, 'results', ['refused', 'all']) === 'all',
  };
};
