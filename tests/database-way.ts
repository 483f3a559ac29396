import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Address } from '../server/database/address.ts';

/** A way over TCP to a database on a Unix socket, which a test can break. */
export interface Way {
  address: Address;
  /** From now on nothing gets through, and nobody is told: a cable that was pulled. */
  goSilent(): void;
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>;
  /** Lets new connections through again. */
  open(): Promise<void>;
}

export async function openWay({ socketPath, ...address }: Address): Promise<Way> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(socketPath!);
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from);
      from.on('data', (data) => isSilent || to.write(data));
      from.on('close', () => to.destroy());
      from.on('error', () => {});
    };
    pass(near, far);
    pass(far, near);
  });
  const open = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening');
  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    address: { ...address, host: '127.0.0.1', port },
    goSilent: () => void (isSilent = true),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
    async open() {
      isSilent = false;
      await open(port);
    },
  };
}
