import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A slow line to a server: what is sent takes its time, answers come at once.
 *
 * @param {string} to the server's URL
 * @param {{ bytesPerSecond: number }} speed of each connection
 * @returns {Promise<{ url: string, connections: { sent: number, isOpen: boolean }[], close: () => Promise<void> }>}
 *   `connections`: all so far; `isOpen` turns false when the near end is closed
 */
export async function startLine(to, { bytesPerSecond }) {
  const { hostname, port } = new URL(to);
  const connections = [];
  const sockets = new Set();
  const server = createServer((near) => {
    const connection = { sent: 0, isOpen: true };
    connections.push(connection);
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => socket.destroy()));
    near.on('close', () => {
      connection.isOpen = false;
      far.destroy();
    });
    far.on('close', () => near.destroy());
    far.pipe(near);
    // A near end that is cut ends the loop, and has told so by its `close`.
    carry(near, far, connection).catch(() => {});
  });
  async function carry(near, far, connection) {
    for await (const chunk of near) {
      connection.sent += chunk.length;
      if (!far.write(chunk)) await once(far, 'drain');
      await wait((chunk.length / bytesPerSecond) * 1000);
    }
    far.end();
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
