import { patentCheckDigit } from '../../src/domain/patentNumber.ts';
import { organizationCheckCharacter, usccCheckCharacter } from '../../src/domain/uscc.ts';

/** Codes and numbers of nobody and nothing, with all their check characters right. */

/**
 * A code of the given registration authority (two characters), place (six digits) and organization (eight
 * characters), with the check characters of the organization code and of the whole.
 */
export const madeUscc = (authority: string, place: string, organization: string): string => {
  const first17 = `${authority}${place}${organization}${organizationCheckCharacter(organization)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
};

export const PATENT_SERIALS = 10_000_000;
/** Prime to ten, so that serials are spread over all seven digits and none is met twice. */
const SPREAD = 7_654_321;

const PATENT_TYPES = { invention: '1', utilityModel: '2', design: '3' } as const;

/** The number of a patent applied for in that year; serials below ten million give different numbers. */
export const madePatentNumber = (kind: keyof typeof PATENT_TYPES, year: number, serial: number): string => {
  const spread = (serial * SPREAD) % PATENT_SERIALS;
  const digits = `${year}${PATENT_TYPES[kind]}${String(spread).padStart(7, '0')}`;
  return `${digits}.${patentCheckDigit(digits)}`;
};

const TRADEMARK_FIRST = 90_000_000;

/** The number of a trademark, beyond those given out in the years of the demonstration. */
export const madeTrademarkNumber = (serial: number): string =>
  String(TRADEMARK_FIRST + ((serial * SPREAD) % PATENT_SERIALS));
