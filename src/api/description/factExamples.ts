/** Facts to show: a made-up bank and a made-up enterprise. */

const BANK = '91441900MA00BK01X6';

export const FACT_EXAMPLE = {
  specversion: '1.0',
  id: 'example-1',
  source: `urn:uscc:${BANK}`,
  type: 'pledge.registered',
  subject: `pledge/${BANK}.example-1`,
  data: {
    effectiveOn: '2020-05-20',
    register: 'patent',
    registrationNumber: 'Y2020440000001',
    rights: [{ kind: 'invention', number: '201710601862.3' }],
    pledgor: {
      uscc: '91441900MA00000A93',
      name: '示例企业（虚构）',
      division: '441900119000',
      size: 'small',
      keyIndustry: 4,
    },
    pledgee: { uscc: BANK, name: '示例银行（虚构）', kind: 'bank' },
    securedKind: 'fixed',
    securedAmount: '8000000.00',
    securityMix: 'ipOnly',
    debtUntil: '2023-05-20',
  },
} as const;

export const FAULTY_EXAMPLE = {
  ...FACT_EXAMPLE,
  id: 'example-2',
  subject: `pledge/${BANK}.example-2`,
  data: { ...FACT_EXAMPLE.data, securedAmount: 8_000_000 },
};
