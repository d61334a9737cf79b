import type { Server, Socket } from 'node:net';

interface Caps {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Whether many clients may come from there, as from a proxy. */
  readonly isShared: (address: string) => boolean;
}

/** Closes connections beyond the caps before a byte of them is read, so that idle ones of one place leave room for others. */
export function capConnections(server: Server, { maxConnections, maxConnectionsPerAddress, isShared }: Caps): void {
  server.maxConnections = maxConnections;
  const open = new Map<string, number>();
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isShared(address)) return;
    const others = open.get(address) ?? 0;
    if (others >= maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, others + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
