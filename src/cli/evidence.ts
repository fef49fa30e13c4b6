import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { audienceOf, isPublic, requireAudience } from '../api/authorization.ts';
import { bulletinEvidenceFiles, figureEvidenceFiles } from '../api/evidence.ts';
import type { Parameters } from '../api/parameters.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import { parseCheckpoint, parseNote, TransparencyError } from '../transparency/index.ts';
import { type EvidenceFile, filesOfZip, writeEvidence } from '../verify/archive.ts';
import { withReader } from './access.ts';
import { actorOf } from './actor.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, required, single } from './options.ts';
import { answer } from './output.ts';
import { serverOf, UP_TO_DATE } from './server.ts';
import type { Translate } from './words.ts';

interface EvidenceCommandOptions {
  readonly year?: string;
  readonly asOf?: string;
  readonly old?: string;
  readonly out: string;
}

/** The same evidence by a route of a server and from a data directory. */
interface Wanted {
  /** The route that says who may have it. */
  readonly route: string;
  readonly path: string;
  readonly query: Parameters;
  readonly files: (ledger: LedgerReader) => Iterable<EvidenceFile>;
}

const BULLETIN = 'bulletin/';

/** Size of the checkpoint in a file. @throws Problem USAGE */
const sizeOfCheckpoint = ({ path }: Invocation, name: string): string => {
  const file = path(name);
  if (!existsSync(file)) throw wrongUse(`没有此文件：${file}`, `no such file: ${file}`);
  try {
    return String(parseCheckpoint(parseNote(readFileSync(file)).text).size);
  } catch (error) {
    if (error instanceof TransparencyError)
      throw wrongUse(`${file}：${error.message}`, `${file}: ${error.message}`);
    throw error;
  }
};

const ofBulletin = (id: string, { year, asOf, old }: EvidenceCommandOptions): Wanted => {
  if ((year ?? asOf ?? old) !== undefined)
    throw wrongUse('公报的证据只接受 --out', 'evidence of a bulletin takes --out only');
  return {
    route: '/v1/bulletins/:id/evidence',
    path: `/v1/bulletins/${encodeURIComponent(id)}/evidence`,
    query: {},
    files: (ledger) => bulletinEvidenceFiles(ledger, id, {}),
  };
};

const ofFigure = (code: string, options: EvidenceCommandOptions, invocation: Invocation): Wanted => {
  const { year, asOf, old } = options;
  if (year === undefined)
    throw wrongUse('指标的证据须有 --year', '--year is required for the evidence of a figure');
  const query = {
    ...(asOf === undefined ? {} : { asOf }),
    ...(old === undefined ? {} : { old: sizeOfCheckpoint(invocation, old) }),
  };
  return {
    route: '/v1/indicators/:code/:year/evidence',
    path: `/v1/indicators/${encodeURIComponent(code)}/${encodeURIComponent(year)}/evidence`,
    query,
    files: (ledger) => figureEvidenceFiles(ledger, code, { ...query, year }),
  };
};

/** @throws Problem NOT_PERMITTED, UNAUTHENTICATED */
const requireRoute = (invocation: Invocation, ledger: LedgerReader, route: string): void => {
  const audience = audienceOf('GET', route);
  if (isPublic(audience)) return;
  const refused = requireAudience(actorOf(invocation, ledger), audience);
  if (refused) throw refused;
};

const run = async (what: string, options: EvidenceCommandOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const path = invocation.path(options.out);
  const wanted = what.startsWith(BULLETIN)
    ? ofBulletin(what.slice(BULLETIN.length), options)
    : ofFigure(what, options, invocation);
  const server = serverOf(invocation);
  if (server) {
    const response = await server.fetch(wanted, UP_TO_DATE);
    writeEvidence(path, filesOfZip(await response.bytes()));
  } else
    await withReader(invocation, (ledger) => {
      requireRoute(invocation, ledger, wanted.route);
      writeEvidence(path, wanted.files(ledger));
    });
  answer(invocation, { path }, (_, { t }) => [
    t(
      `证据已写入 ${path}；核对：ledger verify ${options.out} --key <验证密钥>`,
      `The evidence is in ${path}; to check it: ledger verify ${options.out} --key <verifier key>`,
    ),
  ]);
};

export const addEvidence = (program: Command, t: Translate): void => {
  program
    .command('evidence')
    .description(t('一个数值或一份公报的证据', 'the evidence of one figure, or of a bulletin'))
    .argument('<what>', t('指标代码，或 bulletin/<编号>', 'code of the indicator, or bulletin/<id>'))
    .addOption(single('--year <year>', t('年份', 'year')))
    .addOption(asOfOption(t))
    .addOption(
      single(
        '--old <file>',
        t('先前的检查点：证据将可对其核对', 'an earlier checkpoint to be checkable against'),
      ),
    )
    .addOption(required('--out <file>', t('目标：.zip 文件，或目录', 'target: a .zip file, or a directory')))
    .action(run);
};
