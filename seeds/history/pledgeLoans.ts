import { addDays } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { interestText, rounded, yuan } from './amounts.ts';
import { daysBetween, officeDay } from './days.ts';
import type { Financing, Loan } from './pledgeTerms.ts';

/** Loans under a pledge: draws and repayments. */

export const disburse = (
  financing: Financing,
  on: string,
  principal: number,
  more: { readonly newMoney?: false } = {},
): void => {
  const { random, book, loans, debtUntil } = financing;
  const drawId = `D${loans.length + 1}`;
  const rateBp = random.between(360, 620);
  const disbursed = book.post('loan.disbursed', on, {
    drawId,
    principal: yuan(principal),
    annualRateBp: rateBp,
    maturity: debtUntil,
    ...more,
  });
  loans.push({ drawId, rateBp, left: principal, interestFrom: on, disbursed });
};

/** Draws within the secured amount. Guarantors secure a claim of recourse and lend nothing themselves. */
export const lend = (financing: Financing): void => {
  const { random, on, secured, terms, fate } = financing;
  const isTroubled = fate === 'subrogated' || fate === 'realized';
  if (terms.pledgee.kind === 'guarantor' || (!isTroubled && random.chance(0.06))) return;
  const first = rounded(secured * (0.55 + random.unit() * 0.45));
  const drawnOn = officeDay(addDays(on, random.between(2, 14)));
  const isRefinanced = fate === 'refinanced' ? ({ newMoney: false } as const) : {};
  if (secured < 3_000_000 || random.chance(0.85)) {
    disburse(financing, drawnOn, first, isRefinanced);
    return;
  }
  const half = rounded(first / 2);
  disburse(financing, drawnOn, half, isRefinanced);
  disburse(financing, officeDay(addDays(drawnOn, random.between(20, 80))), half);
};

export const repay = (
  financing: Financing,
  loan: Loan,
  on: string,
  principal: number,
  isLate = false,
): void => {
  if (loan.left === 0) return;
  const interest = interestText(loan.left, loan.rateBp, daysBetween(loan.interestFrom, on));
  const { disbursed } = loan;
  const late = isLate && disbursed ? { delay: financing.random.between(50, 100), after: disbursed } : {};
  financing.book.post('loan.repaid', on, { drawId: loan.drawId, principal: yuan(principal), interest }, late);
  loan.left -= principal;
  loan.interestFrom = on;
};

export const settle = (
  financing: Financing,
  on: string,
  reason: DataOf<'pledge.cancelled'>['reason'],
): void => {
  for (const loan of financing.loans) repay(financing, loan, on, loan.left);
  financing.book.post('pledge.cancelled', officeDay(addDays(on, financing.random.between(2, 20))), {
    reason,
  });
};

/** A part repaid half-way, at times reported long after. */
export const repayPart = (financing: Financing): void => {
  const { random, loans, on, debtUntil } = financing;
  const loan = loans.at(-1);
  if (!loan || !random.chance(0.18)) return;
  const middle = officeDay(addDays(on, Math.floor(daysBetween(on, debtUntil) * 0.6)));
  repay(financing, loan, middle, rounded(loan.left * 0.3), random.chance(0.2));
};
