import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');
const numberWidth = 16;

/**
 * PUTs of small bodies to the gateway's `/in/xrd/`, each of another dataset, over a fixed number of connections. A client that
 * knows HTTP takes half as long for a request as the gateway does, on the cores that both share; this one knows as much of it
 * as one kind of answer needs.
 *
 * `send` resolves to true when the file was taken; what finds no free connection waits for one.
 *
 * @param {string} url
 * @param {{ token: string, bytes: number, connections: number }} what
 * @returns {{ send: () => Promise<boolean>, close: () => void }}
 */
export function scanSender(url, { token, bytes, connections }) {
  const { hostname, port, host } = new URL(url);
  const run = randomUUID().slice(0, 8);
  const tail = randomBytes(bytes)
    .toString('base64')
    .slice(0, bytes - numberWidth);
  const heads = `Host: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes}\r\n\r\n`;
  let number = 0;
  const waiting = [];
  const free = Array.from({ length: connections }, () => new Line({ host: hostname, port: Number(port), noDelay: true }));
  const lines = [...free];
  const begin = (line, settle) => {
    number += 1;
    const request = `PUT /in/xrd/${run}-${number}/scan.xy HTTP/1.1\r\n${heads}${String(number).padStart(numberWidth, '0')}${tail}`;
    line.ask(request, (failure, status) => {
      if (failure) settle.reject(failure);
      else settle.resolve(status === 202);
      const next = waiting.shift();
      if (next) begin(line, next);
      else free.push(line);
    });
  };
  const send = () =>
    new Promise((resolve, reject) => {
      // In turn, so that none is idle for so long that the gateway closes it.
      const line = free.shift();
      if (line) begin(line, { resolve, reject });
      else waiting.push({ resolve, reject });
    });
  const close = () => {
    for (const line of lines) line.end();
  };
  return { send, close };
}

/** A connection with one request at a time, whose answers have a Content-Length. */
class Line {
  #socket;
  #done;
  #held = Buffer.alloc(0);

  constructor(place) {
    this.#socket = connect(place);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The gateway closed a connection.')));
  }

  ask(request, done) {
    this.#done = done;
    if (this.#socket.destroyed) this.#fail(new Error('The gateway closed a connection.'));
    else this.#socket.write(request, 'latin1');
  }

  end() {
    this.#done = undefined;
    this.#socket.destroy();
  }

  #take(chunk) {
    const answer = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const head = answer.indexOf(headEnd);
    const length = head < 0 ? Number.NaN : Number(/\r\ncontent-length: *(\d+)/i.exec(answer.latin1Slice(0, head))?.[1]);
    if (head >= 0 && Number.isNaN(length)) return this.#fail(new Error(`An answer without a length: ${answer.latin1Slice(0, head)}`));
    if (head < 0 || answer.length < head + headEnd.length + length) {
      this.#held = answer;
      return;
    }
    this.#held = Buffer.alloc(0);
    this.#settle(undefined, Number(answer.latin1Slice(9, 12)));
  }

  #fail(error) {
    this.#settle(error);
  }

  #settle(failure, status) {
    const done = this.#done;
    this.#done = undefined;
    done?.(failure, status);
  }
}
