import type { Dispatcher } from 'undici';
import apiRequest from 'undici/lib/api/api-request.js';

// The three files of undici that a gateway needs; the whole of it would take 10 MB more. Its version is fixed in package.json.
export { default as buildConnector } from 'undici/lib/core/connect.js';
export { default as Agent } from 'undici/lib/dispatcher/agent.js';

type Options = { readonly dispatcher: Dispatcher } & Omit<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'> & {
    readonly method?: Dispatcher.HttpMethod;
  };

/** One request over connections of one's own; no redirect is followed. @throws {TypeError} `url` is none */
export async function request(url: string, { dispatcher, method = 'GET', ...options }: Options): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = new URL(url);
  return apiRequest.call(dispatcher, { ...options, origin, path: `${pathname}${search}`, method });
}
