import { connect } from 'node:net';

/** Sends bytes as they are over one connection and resolves with all that comes back until the server closes, or the time is over. */
export function rawExchange(url: string, parts: readonly (string | Buffer)[], { ms = 1_500, end = false } = {}): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
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
