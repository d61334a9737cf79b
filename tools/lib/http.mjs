import { request as httpRequest } from 'node:http';

/**
 * One HTTP exchange on a connection of its own, as small clients make them.
 *
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: Buffer | string, timeoutMs?: number }} [options]
 * @returns {Promise<{ status: number, text: string, json: any }>} `json` is undefined when the answer is none
 */
export function request(url, { method = 'GET', headers = {}, body, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = httpRequest(url, { method, headers: { ...headers, ...length }, agent: false, timeout: timeoutMs }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode, text, json: jsonOf(text) });
      });
      answer.on('close', () => reject(new Error('The answer was cut.')));
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error(`No answer from ${url} in ${timeoutMs} ms.`)));
    sent.end(body);
  });
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
