import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Requests whose client waits for `100 Continue` before it sends the body. */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Keeps `100 Continue` back until a door wants the body: who is refused has then sent nothing. */
export function holdContinue(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    server.emit('request', request, response);
  });
  // Any other expectation is refused as a header like another, in our own words.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => server.emit('request', request, response));
}

export function letBodyCome(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}

/** Whether bytes of the body are still to come that nobody will read. */
export function bodyIsUnread(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
  const hasBody = transfer !== undefined || (length !== undefined && length !== '0');
  return hasBody && !request.complete && !request.destroyed;
}

/** How much of a refused body is thrown away, and for how long: many clients read no answer before they have sent everything. */
const lingerBytes = 64 * 1024 * 1024;
const lingerMs = 5_000;

/**
 * Throws a refused body away for a while. A socket that is closed on unread bytes is reset, and the reset overtakes the
 * answer. Resolves when the body is over, or enough was given.
 */
export function discardBody(request: IncomingMessage): Promise<void> {
  if (waiting.has(request)) return Promise.resolve();
  return new Promise((resolve) => {
    let size = 0;
    const done = (): void => {
      clearTimeout(timer);
      request.off('data', count);
      request.pause();
      resolve();
    };
    const count = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > lingerBytes) done();
    };
    const timer = setTimeout(done, lingerMs);
    request.on('data', count).once('end', done).once('close', done).once('error', done);
    request.resume();
  });
}
