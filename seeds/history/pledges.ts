import type { Draft } from './case.ts';
import { COURSES } from './pledgeCourses.ts';
import { lend } from './pledgeLoans.ts';
import { addTrademarks, register } from './pledgeRegistration.ts';
import { type Financing, financingOf, LARGE } from './pledgeTerms.ts';
import { admit } from './pools.ts';
import type { Place, World } from './world.ts';

/** Pledge financings, each made of its terms, registration, loans and course. */

/** What the pools are for: bank loans of small amounts without other collateral. */
const isSmallRisk = ({ secured, terms, random, fate }: Financing): boolean =>
  secured <= LARGE &&
  terms.pledgee.kind === 'bank' &&
  terms.securityMix !== 'ipAndOther' &&
  (terms.debtor ?? terms.pledgor).division.startsWith('4419') &&
  (fate === 'subrogated' || random.chance(0.45));

/** The facts of one pledge financing, its admission to a risk pool included. */
export const pledgeDrafts = (world: World, place: Place): readonly Draft[] => {
  const financing = financingOf(world, place);
  const registered = register(financing);
  if (!registered || financing.fate === 'withdrawn') return financing.book.drafts;
  addTrademarks(financing);
  lend(financing);
  if (isSmallRisk(financing))
    financing.admission = admit(
      financing.book,
      world.serial(place) % world.scale,
      financing.random,
      registered,
    );
  COURSES[financing.fate](financing);
  return financing.book.drafts;
};
