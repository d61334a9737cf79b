import { request } from 'undici';
import { until } from './subscriber.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined when the answer is no JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

type Body = string | Buffer | NodeJS.ReadableStream;
type Headers = Readonly<Record<string, string>>;

export type GatewayClient = ReturnType<typeof client>;

/** What an instrument does: PUT, POST, and asking what became of it. */
export function client(url: string, token: string | undefined) {
  const authorization: Headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const call = async (method: 'GET' | 'PUT' | 'POST' | 'HEAD', path: string, body?: Body, headers: Headers = {}): Promise<Answer> => {
    const answer = await request(path.startsWith('http') ? path : url + path, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body: body as Buffer }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: isJson && text !== '' ? (JSON.parse(text) as Answer['json']) : {},
    };
  };
  const job = async (id: string): Promise<Answer['json']> => (await call('GET', `/jobs/${id}`)).json;
  return {
    url,
    token,
    call,
    put: (path: string, body: Body, headers?: Headers) => call('PUT', `/in/${path}`, body, headers),
    post: (route: string, body: Body, headers?: Headers) => call('POST', `/in/${route}`, body, headers),
    get: (path: string, headers?: Headers) => call('GET', path, undefined, headers),
    job,
    /** Waits until the job is in one of the states; a failed one ends the wait with its reason. */
    untilState: async (id: string, ...states: string[]): Promise<Answer['json']> => {
      let last: Answer['json'] = {};
      await until(
        async () => {
          last = await job(id);
          if (last['status'] === 'failed' && !states.includes('failed')) throw new Error(`Job ${id} failed: ${String(last['problem'])}`);
          return states.includes(String(last['status']));
        },
        `job ${id} is ${states.join(' or ')}`,
      );
      return last;
    },
  };
}
