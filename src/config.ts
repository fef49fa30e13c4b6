import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { OidcOptions } from './api/oidc.ts';
import { parseConnection } from './log/eventstoredb/connection.ts';
import { Problem } from './problem.ts';
import type { StoreChoice } from './sharedStore.ts';
import type { SigningChoices } from './signing/signing.ts';
import { type Policy, parsePolicy } from './transparency/index.ts';

/** The environment as a typed configuration; a wrong value names the variable and the rule. */

const PORT_MAX = 65_535;
const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'a port number')
    .transform((text) => Number.parseInt(text, 10))
    .refine((value) => value <= PORT_MAX, 'a port number up to 65535')
    .default(fallback);

/** Requests of one key: far above what a poster sends one by one, and low enough that one in a loop leaves room for others. */
const RATE_LIMIT_PER_MINUTE = 120_000;

const EMBEDDED = 'sqlite:';
const OIDC_HASH_KEY_CHARS_MIN = 32;

const ENVIRONMENT = z.object({
  LEDGER_DATA: z.string().min(1).default('./data'),
  LEDGER_STORE: z
    .string()
    .refine(
      (value) => value === EMBEDDED || parseConnection(value) !== undefined,
      // What was given is not repeated: it may hold a password.
      'sqlite: (the embedded store), or esdb://host:2113?tls=true',
    )
    .default(EMBEDDED),
  LEDGER_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'small letters, digits and hyphens, at most 64')
    .optional(),
  LEDGER_SIGNER: z.enum(['true', 'false']).default('true'),
  LEDGER_SIGNING_KEY: z
    .string()
    // Checked before it is used; what does not even begin like a key is not repeated here.
    .startsWith('PRIVATE+KEY+', 'a signing key of a C2SP signed note')
    .optional(),
  LEDGER_SIGNING_KEY_FILE: z.string().min(1).optional(),
  LEDGER_WITNESSES: z.string().min(1).optional(),
  LEDGER_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,200}$/, 'a name without spaces and plus signs')
    .optional(),
  PORT: port(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  TRUST_PROXY: z
    .string()
    .regex(
      /^(?:[1-9]|[0-9a-fA-F.:/]+(?:,[0-9a-fA-F.:/]+)*)$/,
      'how many proxies stand in front (1 to 9), or their addresses and subnets, separated by commas',
    )
    .optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'the address of the identity provider' }).optional(),
  OIDC_AUDIENCE: z.string().min(1, 'the audience of the tokens').optional(),
  OIDC_HASH_KEY: z
    .string()
    // What is too short is not repeated.
    .min(OIDC_HASH_KEY_CHARS_MIN, `at least ${OIDC_HASH_KEY_CHARS_MIN} characters, the same on every node`)
    .optional(),
  OIDC_USCC_CLAIM: z.string().min(1, 'the name of a claim').optional(),
  OIDC_ROLES_CLAIM: z.string().min(1, 'the name of a claim').optional(),
  OPS_PORT: port(3001),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'an http or https address' }).optional(),
  RATE_LIMIT_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'a number of requests')
    .transform((text) => Number.parseInt(text, 10))
    .default(RATE_LIMIT_PER_MINUTE),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  readonly dataDirectory: string;
  /** The shared store; undefined where the ledger is embedded. */
  readonly store: StoreChoice | undefined;
  readonly ledgerId: string | undefined;
  readonly origin: string | undefined;
  readonly signing: SigningChoices;
  /** Those that each checkpoint is sent to. */
  readonly witnesses: Policy | undefined;
  readonly host: string;
  readonly port: number;
  /** Proxies whose word about the client is taken: their number, or their addresses. */
  readonly trustProxy: number | string | undefined;
  readonly oidc: OidcOptions | undefined;
  readonly opsPort: number;
  /** Base address of an OpenTelemetry collector. */
  readonly otlpEndpoint: string | undefined;
  readonly rateLimitPerMinute: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** Where the user called from: npm runs scripts in the package's directory and says so here. */
export const callerDirectory = (environment: NodeJS.ProcessEnv): string =>
  environment.INIT_CWD ?? process.cwd();

/** The signing key where it is not in the data directory: the variable itself, or the file that another one names. */
const signingKeyOf = (
  environment: NodeJS.ProcessEnv,
  { LEDGER_SIGNING_KEY: key, LEDGER_SIGNING_KEY_FILE: file }: z.output<typeof ENVIRONMENT>,
): string | undefined => {
  if (file === undefined) return key;
  const wrongFile = (detail: string, options: ErrorOptions = {}): Problem =>
    new Problem('ENVIRONMENT', { detail: `LEDGER_SIGNING_KEY_FILE: ${detail}` }, options);
  if (key !== undefined) throw wrongFile('LEDGER_SIGNING_KEY is set too');
  try {
    return readFileSync(resolve(callerDirectory(environment), file), 'utf8');
  } catch (error) {
    throw wrongFile((error as Error).message, { cause: error });
  }
};

/** The policy that names the witnesses. */
const witnessesOf = (
  environment: NodeJS.ProcessEnv,
  { LEDGER_WITNESSES: file }: z.output<typeof ENVIRONMENT>,
): Policy | undefined => {
  if (file === undefined) return undefined;
  try {
    return parsePolicy(readFileSync(resolve(callerDirectory(environment), file)));
  } catch (error) {
    throw new Problem(
      'ENVIRONMENT',
      { detail: `LEDGER_WITNESSES: ${(error as Error).message}` },
      { cause: error },
    );
  }
};

const storeOf = ({ LEDGER_STORE, LEDGER_ID }: z.output<typeof ENVIRONMENT>): StoreChoice | undefined => {
  const connection = parseConnection(LEDGER_STORE);
  return connection && { connection, ledgerId: LEDGER_ID };
};

const wrong = (variable: string, rule: string): Problem =>
  new Problem('ENVIRONMENT', { detail: `${variable}: ${rule}` });

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Beyond this machine the ledger is spoken to through TLS only, which a proxy in front of it ends. */
const trustProxyOf = ({ HOST, TRUST_PROXY }: z.output<typeof ENVIRONMENT>): Config['trustProxy'] => {
  if (TRUST_PROXY === undefined) {
    if (LOOPBACK.test(HOST)) return undefined;
    throw wrong('TRUST_PROXY', `HOST ${HOST} needs TLS in front of it; this names the proxies that end it`);
  }
  return /^\d$/.test(TRUST_PROXY) ? Number.parseInt(TRUST_PROXY, 10) : TRUST_PROXY;
};

const isSafeIssuer = (issuer: string): boolean => {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || LOOPBACK.test(hostname.replace(/^\[|\]$/g, ''));
};

/** The identity provider: all of it, or nothing. */
const oidcOf = (data: z.output<typeof ENVIRONMENT>): OidcOptions | undefined => {
  const names = [
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'OIDC_HASH_KEY',
    'OIDC_USCC_CLAIM',
    'OIDC_ROLES_CLAIM',
  ] as const;
  if (names.every((name) => data[name] === undefined)) return undefined;
  const missing = names.find((name) => data[name] === undefined);
  if (missing) throw wrong(missing, 'is needed where another OIDC_ variable is set');
  const [issuer = '', audience = '', hashKey = '', usccClaim = '', rolesClaim = ''] = names.map(
    (name) => data[name],
  );
  if (!isSafeIssuer(issuer)) throw wrong('OIDC_ISSUER', 'an https address, or one of this machine');
  return { issuer, audience, hashKey, usccClaim, rolesClaim };
};

/** Reads the configuration. @throws Problem ENVIRONMENT naming the variable and its rule. */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const parsed = ENVIRONMENT.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Problem('ENVIRONMENT', { detail: `${issue?.path.join('.')}: ${issue?.message}` });
  }
  const { data } = parsed;
  return {
    dataDirectory: resolve(callerDirectory(environment), data.LEDGER_DATA),
    store: storeOf(data),
    ledgerId: data.LEDGER_ID,
    origin: data.LEDGER_ORIGIN,
    signing: { signs: data.LEDGER_SIGNER === 'true', key: signingKeyOf(environment, data) },
    witnesses: witnessesOf(environment, data),
    host: data.HOST,
    port: data.PORT,
    trustProxy: trustProxyOf(data),
    oidc: oidcOf(data),
    opsPort: data.OPS_PORT,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    logLevel: data.LOG_LEVEL,
  };
};
