import type { DataOf } from '../../src/domain/catalogue.ts';
import { madePatentNumber, madeTrademarkNumber } from './identifiers.ts';
import type { Random, Weighted } from './random.ts';
import { RIGHTS_PER_CASE } from './world.ts';

/** Rights of the demonstration: no two cases have the same one, and each title says that it is invented. */

export type Right = DataOf<'pledge.registered'>['rights'][number];
export type Register = DataOf<'pledge.registered'>['register'];

const PATENTS: readonly Weighted<'invention' | 'utilityModel' | 'design'>[] = [
  ['invention', 48],
  ['utilityModel', 44],
  ['design', 8],
];
const TITLES = {
  invention: '示例发明专利（虚构）',
  utilityModel: '示例实用新型专利（虚构）',
  design: '示例外观设计专利（虚构）',
} as const;
/** Oldest application, in years before the contract: its term outlasts the contract by far. */
const AGE_MAX = { invention: 10, utilityModel: 5, design: 5 } as const;
const NICE_CLASSES = [7, 9, 10, 11, 12, 20, 25, 28, 35, 42];

const right = (register: Register, year: number, serial: number, random: Random): Right => {
  switch (register) {
    case 'patent': {
      const kind = random.weighted(PATENTS);
      const applied = year - random.between(2, AGE_MAX[kind]);
      return { kind, number: madePatentNumber(kind, applied, serial), title: TITLES[kind] };
    }
    case 'trademark':
      return {
        kind: 'trademark',
        number: madeTrademarkNumber(serial),
        title: '示例商标（虚构）',
        niceClass: random.pick(NICE_CLASSES),
      };
    case 'copyright':
      return { kind: 'copyright', number: `DEMO-SR-${serial}`, title: '示例软件著作权（虚构）' };
    case 'other':
      return { kind: 'layoutDesign', number: `DEMO-BS-${serial}`, title: '示例集成电路布图设计（虚构）' };
  }
};

export interface RightsWanted {
  /** Number of the case (`World.serial`). */
  readonly serial: number;
  readonly year: number;
  /** At most {@link RIGHTS_PER_CASE} in all registers of a case. */
  readonly count: number;
  /** How many rights of the case were made before. */
  readonly before?: number;
}

/** Rights of one register. */
export const makeRights = (register: Register, wanted: RightsWanted, random: Random): Right[] =>
  Array.from({ length: wanted.count }, (_, index) =>
    right(register, wanted.year, wanted.serial * RIGHTS_PER_CASE + (wanted.before ?? 0) + index, random),
  );
