import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Headers that protect whoever reads an answer in a browser. */

/** An answer is data: no page of it may load, frame or run anything. What only old browsers or whole sites need is left out. */
const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** They are the same for all answers, so they are made once, on an answer to nobody. */
const protectionHeaders = (): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.setHeader = (name, value) => {
    headers.set(name, String(value));
    return response;
  };
  protect(response.req, response, () => {});
  return headers;
};

const HEADERS = protectionHeaders();

export const setProtection = (response: ServerResponse): void => {
  response.setHeaders(HEADERS as Map<string, string>);
};
