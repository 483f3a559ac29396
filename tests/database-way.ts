import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Address } from '../server/database/address.ts';

/** A way over TCP to a database on a Unix socket, which a test can break. */
export interface Way {
  address: Address;
  /** Connections there are now carry nothing any more, and nobody is told: a machine that vanished. */
  goSilent(): void;
  /**
   * Cuts the connection that next sends `text` at the moment at which the server answers that: it is done, and whoever
   * asked never hears of it. @returns when it is cut
   */
  cutAnswerTo(text: string): Promise<void>;
  /** Ends every connection and refuses new ones. */
  close(): Promise<void>;
  /** Lets new connections through again. */
  open(): Promise<void>;
}

export async function openWay({ socketPath, ...address }: Address): Promise<Way> {
  const sockets = new Set<Socket>();
  const silence = new EventEmitter().setMaxListeners(0);
  let cut: { text: string; done: () => void } | undefined;
  const server = createServer((near) => {
    const far = connect(socketPath!);
    let isSilent = false;
    silence.on('all', () => (isSilent = true));
    near.on('data', (data) => {
      if (cut === undefined || !data.includes(cut.text)) return;
      const { done } = cut;
      cut = undefined;
      isSilent = true;
      far.write(data);
      far.once('data', () => near.destroy());
      near.once('close', done);
    });
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
    goSilent: () => void silence.emit('all'),
    cutAnswerTo: (text) => new Promise((done) => (cut = { text, done })),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
    async open() {
      await open(port);
    },
  };
}
