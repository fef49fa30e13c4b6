import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { EARLIEST_EFFECTIVE_ON, isDate, shanghaiDate } from '../domain/calendar.ts';
import { filesOf, followStore, initLedger, initSharedLedger, journalSize } from '../main.ts';
import { DEMONSTRATION_OPENED_ON, DEMONSTRATION_SUFFIX } from '../opening.ts';
import { wrongUse } from '../problem.ts';
import type { Invocation } from './invocation.ts';

/** How a ledger is opened by `init`, and by `serve` and `start` where there is none. */

export interface OpeningChoices {
  readonly origin?: string | undefined;
  readonly openedOn?: string | undefined;
  readonly demonstration: boolean;
  readonly plan: boolean;
}

const DOMAIN = 'ip-finance-ledger.local';
export const ORIGIN_PATTERN = /^[^\s+]{1,200}$/;
const RANDOM_BYTES = 4;
const US_PER_MS = 1000;

/** The name of the log: the one given, else that of the environment, else one that no other ledger has. */
const originOf = ({ config }: Invocation, { origin, demonstration }: OpeningChoices): string => {
  const given = origin ?? config.origin;
  if (given !== undefined && !ORIGIN_PATTERN.test(given))
    throw wrongUse(
      `origin "${given}"：应为至多 200 个字符、不含空格和加号的名称`,
      `origin "${given}": a name of at most 200 characters without spaces and plus signs`,
    );
  if (!demonstration) return given ?? `${DOMAIN}/${randomBytes(RANDOM_BYTES).toString('hex')}`;
  const name = given ?? `${DOMAIN}${DEMONSTRATION_SUFFIX}`;
  return name.endsWith(DEMONSTRATION_SUFFIX) ? name : name + DEMONSTRATION_SUFFIX;
};

const checkOpenedOn = ({ openedOn, demonstration }: OpeningChoices): void => {
  if (openedOn === undefined) return;
  if (!isDate(openedOn))
    throw wrongUse(`opened-on "${openedOn}"：应为 YYYY-MM-DD`, `opened-on "${openedOn}": YYYY-MM-DD`);
  if (openedOn > shanghaiDate(Date.now() * US_PER_MS))
    throw wrongUse(`opened-on ${openedOn} 在未来`, `opened-on ${openedOn} is in the future`);
  if (openedOn < EARLIEST_EFFECTIVE_ON)
    throw wrongUse(
      `opened-on ${openedOn} 早于 ${EARLIEST_EFFECTIVE_ON}`,
      `opened-on ${openedOn} is before ${EARLIEST_EFFECTIVE_ON}`,
    );
  if (demonstration && openedOn !== DEMONSTRATION_OPENED_ON)
    throw wrongUse(
      `演示账本于 ${DEMONSTRATION_OPENED_ON} 开账`,
      `a demonstration is opened on ${DEMONSTRATION_OPENED_ON}`,
    );
};

/** Opens a ledger in the data directory, or in the shared store. @throws Problem USAGE, DATA_EXISTS, DATA_LOCKED, … */
export const openNewLedger = async (invocation: Invocation, choices: OpeningChoices): Promise<void> => {
  checkOpenedOn(choices);
  const { directory, config } = invocation;
  const { openedOn, demonstration, plan } = choices;
  const origin = originOf(invocation, choices);
  const options = { origin, openedOn, demonstration, plan, signing: config.signing };
  if (config.store) await initSharedLedger(directory, { ...options, store: config.store });
  else initLedger(directory, options);
};

/**
 * Opens a ledger where there is none; where the shared store holds it already, it is followed. Answers whether one was opened.
 */
export const ensureLedger = async (invocation: Invocation, choices: OpeningChoices): Promise<boolean> => {
  const { directory, config } = invocation;
  const isThere = config.store ? journalSize(directory) > 0 : existsSync(filesOf(directory).journal);
  if (isThere || (config.store && (await followStore(directory, config.store)) > 0)) return false;
  await openNewLedger(invocation, choices);
  return true;
};
