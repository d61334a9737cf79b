import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Milliseconds that the parts of opening a connection took. */
export interface ConnectionTimes {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
}

/** Times of connections that were opened for deliveries and have carried none yet: a reused connection has none. */
const opened = new WeakMap<Socket, ConnectionTimes>();
/** Who waits to learn which connection carries its request, by the try's own mark. */
const waiting = new Map<string, (socket: Socket) => void>();

/** Undici says on which socket a request leaves; nothing else does. */
subscribe('undici:client:sendHeaders', (message) => {
  const { headers, socket } = message as { readonly headers: string; readonly socket: Socket };
  const mark = /^gateway-try: (\S+)\r?$/im.exec(headers)?.[1];
  if (mark !== undefined) waiting.get(mark)?.(socket);
});

export function noteOpened(socket: Socket, times: ConnectionTimes): void {
  opened.set(socket, times);
}

/** Calls back once with the address and the times of the connection that carries the request with this `gateway-try`. */
export function whenSent(mark: string, sent: (address: string | undefined, times: ConnectionTimes) => void): () => void {
  waiting.set(mark, (socket) => {
    const times = opened.get(socket) ?? {};
    opened.delete(socket);
    sent(socket.remoteAddress, times);
  });
  return () => waiting.delete(mark);
}
