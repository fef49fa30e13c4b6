import { type Claim, isRightClaim } from '../../projections/findings.ts';
import type { Fact } from '../domain/lines/life.ts';
import type { NewClaim } from './claimIndex.ts';

/** What a contract claims about rights, by right. */
export type RightClaims = ReadonlyMap<string, readonly NewClaim[]>;

/** `facts` are those that make the claims. */
export const rightClaims = (claims: readonly Claim[], facts: readonly Fact[]): RightClaims => {
  const found = new Map<string, NewClaim[]>();
  for (const claim of claims) {
    if (!isRightClaim(claim)) continue;
    const { source, id } = claim.event;
    const fact = facts.find((item) => item.id === id && item.source === source);
    const placed = { claim, event: fact?.sequence ?? 0 };
    const known = found.get(claim.key);
    if (known) known.push(placed);
    else found.set(claim.key, [placed]);
  }
  return found;
};

/** The rights about which a contract claims something else than before. */
export const changedRights = (before: RightClaims, after: RightClaims): Iterable<string> =>
  before.size === 0
    ? after.keys()
    : new Set([...before.keys(), ...after.keys()])
        .values()
        .filter((right) => JSON.stringify(before.get(right)) !== JSON.stringify(after.get(right)));
