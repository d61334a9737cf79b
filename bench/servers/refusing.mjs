/**
 * Answers every PUT with 403 as soon as its headers are there, goes on reading, and counts what still comes. `GET /count`
 * answers `{ bytesAfter }` of the last PUT and begins anew. Prints `{ url }`.
 */
import { createServer } from 'node:net';

let bytesAfter = 0;
const body = '{"status":403,"message":"Permission denied."}';
const head = (status, text) =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

const server = createServer((socket) => {
  let seen = '';
  let refused = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    if (refused) {
      bytesAfter += chunk.length;
      return;
    }
    seen += chunk.toString('latin1');
    const end = seen.indexOf('\r\n\r\n');
    if (end < 0) return;
    if (seen.startsWith('GET')) {
      seen = seen.slice(end + 4);
      const counts = JSON.stringify({ bytesAfter });
      bytesAfter = 0;
      socket.write(head('200 OK', counts));
      return;
    }
    refused = true;
    socket.write(head('403 Forbidden', body));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`));
process.on('SIGTERM', () => process.exit(0));
