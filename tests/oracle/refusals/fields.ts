import type { EventType } from '../../../src/domain/catalogue.ts';
import { type Posted, VALID } from '../../support/facts.ts';
import { but, without } from './row.ts';
import { BAD_VALUES, type BadValue, NOT_POSTABLE, SHAPES } from './shapes.ts';

export interface BadFact {
  readonly sentence: string;
  readonly fact: Posted;
  /** Sorted. */
  readonly refusals: readonly string[];
}

const badValuesOf = (kind: string): readonly BadValue[] => {
  if (kind.includes('|'))
    return [
      [`${kind.split('|')[0]} `, 'VALUE_NOT_ALLOWED'],
      ['', 'VALUE_NOT_ALLOWED'],
      [null, 'VALUE_NOT_ALLOWED'],
    ];
  const values = BAD_VALUES[kind];
  if (!values) throw new Error(`no bad values for ${kind}`);
  return values;
};

/** Every field with each value that it must not have, every required one left out, and one that nobody knows. */
export const badFields = (type: string): readonly BadFact[] => {
  const fact = VALID[type as EventType]();
  if (NOT_POSTABLE.some((name) => name === type))
    return [{ sentence: 'as it stands', fact, refusals: ['TYPE_NOT_POSTABLE /type'] }];
  const shape = SHAPES[type];
  if (!shape) throw new Error(`no shape of ${type}`);
  const fields = Object.entries(shape).map(([name, kind]) => ({
    pointer: `/data/${name.replace('?', '')}`,
    required: !name.endsWith('?'),
    kind,
  }));
  const valued = fields.flatMap(({ pointer, kind }) =>
    badValuesOf(kind).map(([value, code, below = '']) => ({
      sentence: `${pointer} ${JSON.stringify(value).slice(0, 120)}`,
      fact: but(fact, pointer, value),
      refusals: [`${code} ${pointer}${below}`],
    })),
  );
  const missing = fields
    .filter(({ required }) => required)
    .map(({ pointer }) => ({
      sentence: `no ${pointer}`,
      fact: without(fact, pointer),
      refusals: [`FIELD_MISSING ${pointer}`],
    }));
  const unknown = {
    sentence: 'an unknown field',
    fact: but(fact, '/data/note', '备注'),
    refusals: ['FIELD_UNKNOWN /data/note'],
  };
  return [...valued, ...missing, unknown].map((bad, index) => ({
    ...bad,
    fact: { ...bad.fact, id: `${type}-${index}` },
  }));
};
