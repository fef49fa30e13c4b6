import { yuan } from './amounts.ts';
import { type Draft, openCase } from './case.ts';
import { enterpriseOf } from './enterprises.ts';
import { LESSOR } from './institutions.ts';
import type { World } from './world.ts';

/** One programme of securities on licenses, with two tranches. Its size does not grow with the scale. */

const FIRST_ENTERPRISE = 40;
const ENTERPRISES = 12;
const MATURITY = '2023-04-22';
const ISSUED_ON = '2020-04-22';

export const securitizationDrafts = (world: World): readonly Draft[] => {
  const random = world.random('occasion', 0, 3);
  const book = openCase({ random, line: 'securitization', poster: LESSOR.uscc, name: 'S2019-1' });
  const enterprises = Array.from(
    { length: ENTERPRISES },
    (_, index) => enterpriseOf(world, FIRST_ENTERPRISE + index).uscc ?? '',
  );
  book.post('programme.approved', '2019-12-18', {
    shelfAmount: yuan(500_000_000),
    originator: LESSOR,
    poolKind: 'secondaryLicense',
  });
  book.post('tranche.issued', ISSUED_ON, {
    trancheId: 'DEMO-A',
    seniority: 'senior',
    amount: yuan(285_000_000),
    couponBp: 385,
    maturity: MATURITY,
    enterprises,
  });
  book.post('tranche.issued', ISSUED_ON, {
    trancheId: 'DEMO-B',
    seniority: 'subordinated',
    amount: yuan(15_000_000),
    couponBp: 0,
    maturity: MATURITY,
    enterprises,
  });
  book.post('tranche.repaid', '2021-04-22', { trancheId: 'DEMO-A', principal: yuan(95_000_000) });
  book.post('programme.creditEvent', '2021-09-15', {
    text: '一名被许可人延迟支付许可费，已由差额补足（虚构）',
  });
  book.post('tranche.repaid', '2021-10-22', { trancheId: 'DEMO-A', principal: yuan(40_000_000) });
  return book.drafts;
};
