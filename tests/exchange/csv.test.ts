import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvRow, csvFacts, decodeCsv } from '../../src/exchange/csv.ts';
import { intakeValue } from '../../src/exchange/intake.ts';

const rowsOf = (text: string, type?: string): CsvRow[] => [...csvFacts(text, type)];
const dataOf = (header: string, row: string): unknown => {
  const [first] = rowsOf(`type,${header}\npledge.amended,${row}\n`);
  if (first === undefined || !('fact' in first)) throw new Error(JSON.stringify(first));
  return (first.fact as { data: unknown }).data;
};
const refusalsOf = (header: string, row: string): unknown => {
  const [first] = rowsOf(`type,${header}\npledge.amended,${row}\n`);
  return first && 'refusals' in first ? first.refusals.map(({ code, pointer }) => [code, pointer]) : first;
};

const PLEDGE_HEADER = [
  'type,source,id,subject,effectiveOn,register,registrationNumber,rights,pledgor.uscc,pledgor.name,pledgor.division',
  'pledgor.size,pledgor.keyIndustry,debtor.uscc,pledgee.uscc,pledgee.name,pledgee.kind,securedKind,securedAmount',
  'securityMix,debtUntil',
].join(',');
const PLEDGE_ROW = [
  'pledge.registered,urn:uscc:91441900MA00BK01X6,E01,pledge/C1,2018/3/5,patent,Y2018440000000',
  'invention:201510001000.8;trademark:20000001:9,91441900MA0000015D,"示例企业,C1",441900119000,small,3,',
  '91441900MA00BK01X6,示例银行东莞分行,bank,fixed,5000000.00,ipOnly,2021-03-15',
].join(',');

test('a row is the fact that its header says', () => {
  expect(rowsOf(`${PLEDGE_HEADER}\n${PLEDGE_ROW}\n`)).toEqual([
    {
      line: 2,
      fact: {
        specversion: '1.0',
        type: 'pledge.registered',
        source: 'urn:uscc:91441900MA00BK01X6',
        id: 'E01',
        subject: 'pledge/C1',
        data: {
          effectiveOn: '2018-03-05',
          register: 'patent',
          registrationNumber: 'Y2018440000000',
          rights: [
            { kind: 'invention', number: '201510001000.8' },
            { kind: 'trademark', number: '20000001', niceClass: 9 },
          ],
          pledgor: {
            uscc: '91441900MA0000015D',
            name: '示例企业,C1',
            division: '441900119000',
            size: 'small',
            keyIndustry: 3,
          },
          pledgee: { uscc: '91441900MA00BK01X6', name: '示例银行东莞分行', kind: 'bank' },
          securedKind: 'fixed',
          securedAmount: '5000000.00',
          securityMix: 'ipOnly',
          debtUntil: '2021-03-15',
        },
      },
    },
  ]);
});

test('a row that was read is a fact that the intake takes', () => {
  const [row] = rowsOf(`${PLEDGE_HEADER}\n${PLEDGE_ROW.replace(';trademark:20000001:9', '')}\n`);
  const taken = row && 'fact' in row ? intakeValue(row.fact, { demonstration: false }) : undefined;
  expect(taken).toMatchObject({ ok: true, fact: { id: 'E01' } });
});

test('data fields may have their prefix, and need it where the envelope has the name', () => {
  expect(
    rowsOf(
      'type,source,data.source,data.data.effectiveOn,supersedes.source,value\n' +
        'fact.corrected,urn:uscc:A,统计年鉴,2021/1/2,urn:uscc:B,12.5\n',
    ),
  ).toEqual([
    {
      line: 2,
      fact: {
        specversion: '1.0',
        type: 'fact.corrected',
        source: 'urn:uscc:A',
        data: {
          source: '统计年鉴',
          data: { effectiveOn: '2021-01-02' },
          supersedes: { source: 'urn:uscc:B' },
          value: '12.5',
        },
      },
    },
  ]);
});

test('the envelope is text and its version is 1.0 unless it is stated', () => {
  expect(rowsOf('type,specversion,time,recordedtime\na,,2021/3/1,\nb,0.3,,2021-03-01T00:00:00Z\n')).toEqual([
    { line: 2, fact: { specversion: '1.0', type: 'a', time: '2021/3/1', data: {} } },
    { line: 3, fact: { specversion: '0.3', type: 'b', recordedtime: '2021-03-01T00:00:00Z', data: {} } },
  ]);
});

test.each([
  ['2021-03-01', '2021-03-01'],
  ['2021/3/1', '2021-03-01'],
  ['2021/12/31', '2021-12-31'],
  ['2021/03/01', '2021-03-01'],
  ['2021/2/30', '2021-02-30'],
  ['1.3.2021', '1.3.2021'],
])('the date %s becomes %s, and whether it exists is for the schema', (cell, date) => {
  expect(dataOf('debtUntil,lossOn,from', `${cell},${cell},${cell}`)).toEqual({
    debtUntil: date,
    lossOn: date,
    from: date,
  });
});

test('a field that is no date keeps its slashes', () => {
  expect(dataOf('registrationNumber', '2021/3/1')).toEqual({ registrationNumber: '2021/3/1' });
});

test('integers and booleans are what they are in JSON', () => {
  expect(
    dataOf(
      'year,keyIndustry,pledgor.keyIndustry,annualRateBp,couponBp,lossShareBp,newMoney,relatedParties,full,partner.individual',
      '2020,0,10,435,0,5000,false,TRUE,True,true',
    ),
  ).toEqual({
    year: 2020,
    keyIndustry: 0,
    pledgor: { keyIndustry: 10 },
    annualRateBp: 435,
    couponBp: 0,
    lossShareBp: 5000,
    newMoney: false,
    relatedParties: true,
    full: true,
    partner: { individual: true },
  });
});

test('what looks like a number elsewhere stays text, with its zeros', () => {
  expect(dataOf('drawId,programme,period,treeSize', '007,1e3,2021,0')).toEqual({
    drawId: '007',
    programme: '1e3',
    period: '2021',
    treeSize: '0',
  });
});

test.each(['3.0', '1,000', '三', '01', '1e3', '99999999999', ' 3'])('%j is no integer', (cell) => {
  expect(refusalsOf('pledgor.keyIndustry', `"${cell}"`)).toEqual([
    ['VALUE_FORM', '/data/pledgor/keyIndustry'],
  ]);
});

test.each(['是', '1', 'yes'])('%s is no boolean', (cell) => {
  expect(refusalsOf('newMoney', cell)).toEqual([['VALUE_FORM', '/data/newMoney']]);
});

test.each(['0', '1234', '1234.5', '-0.05', '100000000000000.00'])('the amount %s stays text', (cell) => {
  expect(dataOf('priceChange', cell)).toEqual({ priceChange: cell });
});

test.each(['1,234.00', '1，234.00', '1234元', '5万元', '¥5', '1.2E+07', '1234.567', ' 1', '01', '１２'])(
  'the amount %j is refused with a hint',
  (cell) => {
    const [row] = rowsOf(`type,securedAmount\npledge.amended,"${cell}"\n`);
    expect(row).toMatchObject({
      line: 2,
      // It can be corrected where it stands, and imported as it is then.
      raw: { specversion: '1.0', type: 'pledge.amended', data: { securedAmount: cell } },
      refusals: [{ code: 'MONEY_FORM', pointer: '/data/securedAmount', value: cell }],
    });
    const message = row && 'refusals' in row ? row.refusals[0]?.message : undefined;
    expect(message?.en).toContain('no thousands separator');
    expect(message?.zh).toContain('千位分隔符');
  },
);

test('a thousands separator without quotation marks is a cell too many', () => {
  expect(refusalsOf('securedAmount', '1,234.00')).toEqual([['VALUE_FORM', '']]);
});

test('an observed value or a target with a thousands separator is refused', () => {
  expect(refusalsOf('value,target,required', '"1,200","1,900",30')).toEqual([
    ['VALUE_FORM', '/data/value'],
    ['VALUE_FORM', '/data/target'],
  ]);
});

test.each(['securedAmount（万元）', '担保金额(万元)', '金额 万元', '金額（萬元）'])(
  'a column in 万元 is refused with a hint and no row is read: %s',
  (header) => {
    const rows = rowsOf(`type,${header}\npledge.amended,500\npledge.amended,600\n`);
    expect(rows).toMatchObject([
      { line: 1, raw: `type,${header}`, refusals: [{ code: 'VALUE_FORM', value: header }] },
    ]);
    expect(JSON.stringify(rows)).toContain('10000.00');
  },
);

test.each([
  ['securedAmount（元）'],
  ['__proto__.polluted'],
  ['pledgor..uscc'],
  ['data'],
  ['pledgor.uscc '.repeat(2)],
  ['effectiveOn,data.effectiveOn'],
  ['id,id'],
])('the header %s is refused', (header) => {
  expect(rowsOf(`type,${header}\na,b,c\n`)).toMatchObject([{ line: 1, refusals: [{ code: 'VALUE_FORM' }] }]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('names of the prototype are fields like any other', () => {
  expect(dataOf('constructor.name,toString', 'x,y')).toEqual({ constructor: { name: 'x' }, toString: 'y' });
});

test('a header without a type is refused unless the type is given beside the file', () => {
  expect(rowsOf('id\n1\n')).toMatchObject([
    { line: 1, raw: 'id', refusals: [{ code: 'FIELD_MISSING', pointer: '/type' }] },
  ]);
  expect(rowsOf('id\n1\n', 'deal.paid')).toEqual([
    { line: 2, fact: { specversion: '1.0', type: 'deal.paid', id: '1', data: {} } },
  ]);
});

test('a column inside another is refused in the row that has both', () => {
  const header = 'type,from,from.uscc\n';
  expect(rowsOf(`${header}policy.bound,2021/1/1,\ndeal.signed,,X\ndeal.signed,2021/1/1,X\n`)).toMatchObject([
    { fact: { data: { from: '2021-01-01' } } },
    { fact: { data: { from: { uscc: 'X' } } } },
    { line: 4, refusals: [{ code: 'VALUE_FORM', pointer: '/data/from/uscc' }] },
  ]);
  expect(rowsOf('type,from.uscc,from\ndeal.signed,X,2021/1/1\n')).toMatchObject([
    { line: 2, refusals: [{ code: 'VALUE_FORM', pointer: '/data/from' }] },
  ]);
});

test('rights and enterprises are lists in one cell', () => {
  expect(
    dataOf(
      'rights,enterprises',
      'invention:ZL95115608.X; trademark:123:45 ;,91110000600037341L;N2441900MF00000131',
    ),
  ).toEqual({
    rights: [
      { kind: 'invention', number: 'ZL95115608.X' },
      { kind: 'trademark', number: '123', niceClass: 45 },
    ],
    enterprises: ['91110000600037341L', 'N2441900MF00000131'],
  });
});

test.each([
  ['invention', 0],
  ['invention:', 0],
  [':95115608.X', 0],
  ['trademark:1:9;trademark:1:9:9', 1],
  ['trademark:1:nine', 0],
  ['trademark:1;;trademark:2', 1],
])('the rights %s are refused at item %i', (cell, index) => {
  expect(refusalsOf('rights', cell)).toEqual([['VALUE_FORM', `/data/rights/${index}`]]);
});

test('an empty cell is an absent field, or the empty list where one is required', () => {
  const header = 'type,rights,enterprises,reason\n';
  expect(rowsOf(`${header}policy.bound,,,\ntranche.issued,,,\npledge.amended,,,\n`)).toMatchObject([
    { fact: { data: { rights: [] } } },
    { fact: { data: { enterprises: [] } } },
    { fact: { data: {} } },
  ]);
  expect(rowsOf('type,reason\npolicy.bound,\n')).toEqual([
    { line: 2, fact: { specversion: '1.0', type: 'policy.bound', data: {} } },
  ]);
  expect(dataOf('rights,debtor.uscc,debtor.name', ',,')).toEqual({});
});

test('all refused cells of a row are named', () => {
  expect(refusalsOf('securedAmount,newMoney,rights,year', '5万,是,x,MMXX')).toEqual([
    ['MONEY_FORM', '/data/securedAmount'],
    ['VALUE_FORM', '/data/newMoney'],
    ['VALUE_FORM', '/data/rights/0'],
    ['VALUE_FORM', '/data/year'],
  ]);
});

test('a row with cells too few is refused, and with cells too many unless they are empty', () => {
  expect(rowsOf('type,id,reason,\na,1\nb,2,x,\nc,3,x,,,\nd,4,x,y\ne,5,x,,y\n')).toMatchObject([
    { line: 2, raw: 'a,1', refusals: [{ code: 'VALUE_FORM', pointer: '' }] },
    { line: 3, fact: { id: '2' } },
    { line: 4, fact: { id: '3' } },
    { line: 5, refusals: [{ code: 'VALUE_FORM', pointer: '', value: 'y' }] },
    { line: 6, refusals: [{ code: 'VALUE_FORM', pointer: '' }] },
  ]);
});

test.each(['\n', '\r\n', '\r'])('lines are counted as an editor does, whatever ends them: %j', (end) => {
  const lines = ['', 'type,id,reason', 'a,1,', '', ',,', `b,2,"x${end}y"`, 'c,3,', 'd,4'];
  expect(rowsOf(lines.join(end)).map((row) => [row.line, 'fact' in row ? row.fact : row.raw])).toEqual([
    [3, { specversion: '1.0', type: 'a', id: '1', data: {} }],
    [6, { specversion: '1.0', type: 'b', id: '2', data: { reason: `x${end}y` } }],
    [8, { specversion: '1.0', type: 'c', id: '3', data: {} }],
    [9, 'd,4'],
  ]);
});

test('a stray quotation mark costs its own line only', () => {
  const lines = ['type,id', 'a,1', '"b"x,2', 'c,3', 'd"x,4', 'e,5', '"f,6', 'g,7', '"h,8'];
  expect(
    rowsOf(lines.join('\n')).map((row) => ('fact' in row ? (row.fact as { id: string }).id : row.raw)),
  ).toEqual(['1', '"b"x,2', '3', 'd"x,4', '5', '"f,6', '7', '"h,8']);
});

test('a record larger than any event is refused with its line', () => {
  const rows = rowsOf(`type,id\na,${'x'.repeat(200_000)}\nb,2\n`);
  expect(rows.map((row) => [row.line, 'fact' in row])).toEqual([
    [2, false],
    [3, true],
  ]);
});

test('a file without rows has no facts', () => {
  expect(rowsOf('')).toEqual([]);
  expect(rowsOf('\n\n')).toEqual([]);
  expect(rowsOf('type,id\n')).toEqual([]);
});

test('a header that is not CSV ends the file', () => {
  expect(rowsOf('"type"x,id\na,1\n')).toMatchObject([{ line: 1, raw: '"type"x,id' }]);
});

test('more rows than are parsed at a time keep their order and lines', () => {
  const count = 5_000;
  const rows = rowsOf(`type,id\n${Array.from({ length: count }, (_, index) => `a,${index}\n`).join('')}`);
  expect(rows).toHaveLength(count);
  expect(rows.every((row, index) => row.line === index + 2)).toBe(true);
  expect(rows.at(-1)).toMatchObject({ fact: { id: `${count - 1}` } });
});

test('any text of a cell comes through quotation marks unchanged', () => {
  const cells = fc.string({ unit: 'binary', minLength: 1 });
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (reasons) => {
      const text = `type,reason\n${reasons.map((reason) => `a,"${reason.replaceAll('"', '""')}"\n`).join('')}`;
      expect(rowsOf(text).map((row) => 'fact' in row && (row.fact as { data: unknown }).data)).toEqual(
        reasons.map((reason) => ({ reason })),
      );
    }),
  );
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const EAST_IN_GB18030 = [0xb6, 0xab];
const REFUSED = { code: 'TEXT_ENCODING', pointer: '' };

test('a file is UTF-8, with a mark or without, else GB18030', () => {
  expect(decodeCsv(utf8('类型,东莞'))).toEqual({ text: '类型,东莞' });
  expect(decodeCsv(utf8('\uFEFF类型'))).toEqual({ text: '类型' });
  expect(decodeCsv(Uint8Array.from(EAST_IN_GB18030))).toEqual({ text: '东' });
  expect(decodeCsv(Uint8Array.from([0x81, 0x39, 0xef, 0x30]))).toEqual({ text: '㐁' });
  expect(decodeCsv(new Uint8Array())).toEqual({ text: '' });
});

test('an encoding that is given is the only one tried', () => {
  expect(decodeCsv(Uint8Array.from(EAST_IN_GB18030), 'gb18030')).toEqual({ text: '东' });
  expect(decodeCsv(Uint8Array.from(EAST_IN_GB18030), 'utf-8')).toMatchObject(REFUSED);
  expect(decodeCsv(Uint8Array.from([0xff]), 'gb18030')).toMatchObject(REFUSED);
});

test('bytes of neither encoding are refused, and a marked file is read as UTF-8 only', () => {
  expect(decodeCsv(Uint8Array.from([0xff, 0xfe, 0x61, 0x00]))).toMatchObject(REFUSED);
  expect(decodeCsv(Uint8Array.from([0xb6]))).toMatchObject(REFUSED);
  expect(decodeCsv(Uint8Array.from([0xef, 0xbb, 0xbf, ...EAST_IN_GB18030]))).toMatchObject(REFUSED);
});
