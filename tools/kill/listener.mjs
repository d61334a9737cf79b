import { once } from 'node:events';
import { createServer } from 'node:http';
import { pause } from './random.mjs';

/** A subscriber that keeps which events it was told of, and how often. It is slow and sometimes fails, as subscribers are. */
export class Listener {
  /** By event id. */
  heard = new Map();
  deliveries = 0;
  #server;
  #random;
  #onPublished;

  constructor(random, onPublished) {
    this.#random = random;
    this.#onPublished = onPublished;
  }

  async start() {
    this.#server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('error', () => {});
      request.on('end', () => void this.#take(JSON.parse(Buffer.concat(chunks).toString()), response));
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/events`;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #take({ id, type, subject, data }, response) {
    this.deliveries += 1;
    if (!this.heard.has(id)) this.heard.set(id, { type, subject, job: data.job, at: this.heard.size });
    if (type === 'deposit.published') this.#onPublished(data.job);
    await pause(this.#random() * 30);
    response.writeHead(this.#random() < 0.05 ? 500 : 204).end();
  }
}
