import { connect } from 'node:net';

interface Exchange {
  /** Milliseconds after which whoever sends hangs up, whatever came. */
  readonly ms?: number;
  /** What is waited for; it hangs up as soon as it is there. */
  readonly until?: RegExp;
  /** Ends its side of the connection after the last byte. */
  readonly end?: boolean;
}

/** A refusal to its last brace: the connection may stay open behind it. */
export const wholeProblem = /\r\n\r\n.*\}/s;

/** Sends bytes as they are over one connection and resolves with all that comes back until the server closes, or it hangs up. */
export function rawExchange(
  url: string,
  parts: readonly (string | Buffer)[],
  { ms = 15_000, until, end = false }: Exchange = {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (until?.test(answer)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
    for (const part of parts) socket.write(part);
    if (end) socket.end();
  });
}
