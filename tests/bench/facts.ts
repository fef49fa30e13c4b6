import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { patentCheckDigit } from '../../src/domain/patentNumber.ts';
import { organizationCheckCharacter, usccCheckCharacter } from '../../src/domain/uscc.ts';

/** The canonical workload: registrations of patent pledges, one fact a contract, spread over four years. */

const BANK = '91441900MA00BK01X6';
const TOWNS = [
  '441900119000',
  '441900006000',
  '441900401000',
  '441900003000',
  '441900121000',
  '441900122000',
];
const SIZES = ['large', 'medium', 'small', 'micro'];
const ENTERPRISES = 50_000;
const DAYS = 1_400;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2018, 0, 2);

const enterpriseCode = (index: number): string => {
  const body = `A${String(index).padStart(7, '0')}`;
  const first17 = `91441900${body}${organizationCheckCharacter(body)}`;
  return first17 + usccCheckCharacter(first17);
};

export const pledgeFact = (index: number, count: number): string => {
  const enterprise = (index * 7_919) % ENTERPRISES;
  const digits = `20151${String(index % 10_000_000).padStart(7, '0')}`;
  const day = new Date(FIRST_DAY + Math.floor((index / count) * DAYS) * DAY_MS).toISOString().slice(0, 10);
  const keyIndustry = enterprise % 11;
  return JSON.stringify({
    specversion: '1.0',
    id: `bench-${index}`,
    source: `urn:uscc:${BANK}`,
    type: 'pledge.registered',
    subject: `pledge/${BANK}.${index}`,
    datacontenttype: 'application/json',
    data: {
      effectiveOn: day,
      register: 'patent',
      registrationNumber: `Y2018${index}`,
      rights: [{ kind: 'invention', number: `${digits}.${patentCheckDigit(digits)}` }],
      pledgor: {
        uscc: enterpriseCode(enterprise),
        name: `示例企业${enterprise}（虚构）`,
        size: SIZES[enterprise % SIZES.length],
        stage: 'growth',
        division: TOWNS[enterprise % TOWNS.length],
        ...(keyIndustry === 0 ? {} : { keyIndustry }),
      },
      pledgee: { uscc: BANK, name: '示例银行东莞分行（虚构）', kind: 'bank' },
      securedKind: 'fixed',
      securedAmount: `${1_000_000 + ((index * 104_729) % 20_000_000)}.00`,
      debtUntil: `${Number.parseInt(day.slice(0, 4), 10) + 3}-12-31`,
      securityMix: 'ipOnly',
    },
  });
};

export const writeFacts = async (path: string, count: number, first = 0): Promise<void> => {
  const stream = createWriteStream(path);
  for (let index = first; index < first + count; index += 1)
    if (!stream.write(`${pledgeFact(index, first + count)}\n`)) await once(stream, 'drain');
  stream.end();
  await finished(stream);
};
