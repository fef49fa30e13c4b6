/**
 * The address of the store, `esdb://user:password@host:2113?tls=true`. The credentials are taken out of it at once and given
 * to each call: the client drops those of an insecure connection, uses another transport where a call has none, and prints
 * the whole address when it warns.
 */
export interface Connection {
  /** The address for the client, without credentials; it can be shown. */
  readonly address: string;
  readonly credentials: Credentials;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const ADDRESS = /^(esdb(?:\+discover)?:\/\/)(?:([^:@/?]+):([^@/?]*)@)?([^@/?]+)\/?(\?[^?]*)?$/;
/** Sent to nobody: an insecure connection takes none, but a call needs some to go by the transport with a deadline. */
const NOBODY: Credentials = { username: 'none', password: 'none' };

/** Undefined where it is no address of a store. */
export const parseConnection = (text: string): Connection | undefined => {
  const [, scheme, username, password, hosts, options = ''] = ADDRESS.exec(text) ?? [];
  if (scheme === undefined || hosts === undefined) return undefined;
  const address = scheme + hosts + options;
  if (username === undefined || password === undefined) return { address, credentials: NOBODY };
  try {
    return {
      address,
      credentials: { username: decodeURIComponent(username), password: decodeURIComponent(password) },
    };
  } catch {
    return undefined;
  }
};
