import type { Effect } from '../faults.ts';
import { HTML, type Reply, reply } from './reply.ts';

/** What stands between a client and Zenodo answers when Zenodo takes too long: HTML, whatever was asked. */
export function proxyPage(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  const reason = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Time-out' }[status] ?? 'Error';
  const body = `<html><body><h1>${status} ${reason}</h1>\nThe server didn't respond in time.\n</body></html>\n`;
  return reply(status, 'text/html', body, headers);
}

/** The answer that a fault ordered. */
export function orderedReply({ status, body, headers = {} }: Extract<Effect, { kind: 'answer' }>): Reply {
  if (body === undefined && status >= 500) return proxyPage(status, headers);
  if (typeof body === 'string') return reply(status, HTML, body, headers);
  const json = body === undefined ? { status, message: 'A fault ordered this answer.' } : body;
  return reply(status, 'application/json', JSON.stringify(json), headers);
}

/** The same answer with the first digit of its checksum changed. */
export function withWrongChecksum(answer: Reply): Reply {
  if (typeof answer.body !== 'string') return answer;
  const body = answer.body.replace(/"checksum":"md5:(.)/, (_, digit: string) => `"checksum":"md5:${digit === '0' ? '1' : '0'}`);
  return { ...answer, body };
}
