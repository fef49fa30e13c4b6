import { SOURCE_PREFIX } from '../domain/shapes.ts';
import { organizationCheckCharacter, usccCheckCharacter } from '../domain/uscc.ts';

/** A code of a government body in Dongguan (authority 1, kind 1, division 441900) that belongs to none. */
const DEMONSTRATION_BUREAU = (() => {
  const organization = 'MA0Y9001';
  const first17 = `11441900${organization}${organizationCheckCharacter(organization)}`;
  return first17 + usccCheckCharacter(first17);
})();

/** Who records for the bureau where no other source is given: the bureau of demonstrations. */
export const DEFAULT_BUREAU_SOURCE = SOURCE_PREFIX + DEMONSTRATION_BUREAU;
