import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The way to a server of the double: a port that passes bytes on. Here connections are cut and frozen, with nothing that the
 * server could still say to it.
 */
export interface Front {
  readonly port: number;
  /** Ends all connections without a word; new ones are taken. */
  cut(): void;
  /** Nothing passes any longer, in both ways, and new connections are taken and hear nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends all connections and takes no more, until it is opened again at the same port. */
  close(): Promise<void>;
  open(): Promise<void>;
}

const HOST = '127.0.0.1';

export const openFront = async (target: number): Promise<Front> => {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  let server: Server;
  let port = 0;

  const join = (client: Socket): void => {
    const inner = connect(target, HOST);
    const pair = [client, inner] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      inner.destroy();
    };
    for (const [from, to] of [
      [client, inner],
      [inner, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (!to.write(chunk)) from.pause();
      });
      to.on('drain', () => {
        if (!isFrozen) from.resume();
      });
      from.on('error', end).on('close', end);
      if (isFrozen) from.pause();
    }
  };

  const open = async (): Promise<void> => {
    server = createServer(join);
    await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
    port = (server.address() as AddressInfo).port;
  };
  const cut = (): void => {
    for (const [client, inner] of [...pairs]) {
      client.destroy();
      inner.destroy();
    }
    pairs.clear();
  };
  await open();

  return {
    get port() {
      return port;
    },
    cut,
    freeze: () => {
      isFrozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    open,
  };
};
