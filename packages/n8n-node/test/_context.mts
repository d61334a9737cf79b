import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import type {
  IBinaryData,
  IExecuteFunctions,
  IHttpRequestOptions,
  IN8nHttpFullResponse,
  INodeExecutionData,
  INodeParameters,
  INodeProperties,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';

export interface Given {
  /** Of the server that the credential names. */
  readonly url: string;
  readonly token: string;
  /** By parameter name; what is absent gets the default of the form, as in n8n. Locators: `{ __rl: true, mode, value }`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters of single items, over the common ones. */
  readonly perItem?: readonly Readonly<Record<string, unknown>>[];
  readonly items?: readonly INodeExecutionData[];
  /** What lies outside the items under an id, as in n8n's filesystem mode. */
  readonly stored?: Readonly<Record<string, Buffer>>;
  /** What n8n says of their sizes, where that is not so. */
  readonly sizes?: Readonly<Record<string, number>>;
  readonly continueOnFail?: boolean;
  readonly nodeId?: string;
  readonly executionId?: string;
  /** Told of each parameter that is read, by its path. */
  readonly onRead?: (name: string) => void;
  /** Fires when a person stops the execution. */
  readonly cancel?: AbortSignal;
  /** Collects what the node asks n8n to send. */
  readonly sent?: IHttpRequestOptions[];
}

/** What n8n gives a node as `this`: values from the test, requests over real HTTP. */
export function context(given: Given): IExecuteFunctions {
  const items: readonly INodeExecutionData[] = given.items ?? [{ json: {} }];
  const of = (itemIndex: number) => filledIn({ ...given.parameters, ...given.perItem?.[itemIndex] });
  const node = { id: given.nodeId ?? 'node-1', name: 'Zenodo', type: 'zenodo', typeVersion: 1, position: [0, 0], parameters: of(0) };
  const send = async (options: IHttpRequestOptions, token?: string) => {
    given.sent?.push(options);
    return overHttp(options, token, given.cancel);
  };
  const fake = {
    getInputData: () => items,
    getNode: () => node,
    getExecutionId: () => given.executionId ?? 'execution-1',
    getWorkflow: () => ({ id: 'workflow-1', name: 'test', active: false }),
    continueOnFail: () => given.continueOnFail ?? false,
    getExecutionCancelSignal: () => given.cancel,
    getCredentials: async () => ({ environment: 'other', baseUrl: given.url, accessToken: given.token }),
    getNodeParameter(name: string, itemIndex: number, fallback?: unknown, options?: { extractValue?: boolean }) {
      given.onRead?.(name);
      const values = of(itemIndex);
      const value = name.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], values);
      if (value === undefined && fallback === undefined) throw new Error(`Could not get parameter "${name}"`);
      return options?.extractValue
        ? extracted(name, value)
        : given.onRead
          ? told(name, value ?? fallback, given.onRead)
          : (value ?? fallback);
    },
    helpers: {
      httpRequest: (options: IHttpRequestOptions) => send(options),
      httpRequestWithAuthentication: (_type: string, options: IHttpRequestOptions) => send(options, given.token),
      assertBinaryData(itemIndex: number, field: string): IBinaryData {
        const binary = items[itemIndex]?.binary?.[field];
        if (!binary)
          throw new Error(`This operation expects the node's input data to contain a binary file '${field}', but none was found`);
        return binary;
      },
      getBinaryMetadata: async (id: string) => ({ fileSize: given.sizes?.[id] ?? held(id).length }),
      getBinaryStream: async (id: string) => Readable.from(inPieces(held(id)), { objectMode: false }),
      prepareBinaryData: async (content: Buffer | Readable, fileName?: string, mimeType = 'text/plain'): Promise<IBinaryData> => {
        const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(await content.toArray());
        return { data: bytes.toString('base64'), mimeType, bytes: bytes.length, ...(fileName && { fileName }) };
      },
    },
  };
  const held = (id: string): Buffer => {
    const bytes = given.stored?.[id];
    if (!bytes) throw new Error(`nothing is stored under ${id}`);
    return bytes;
  };
  return fake as unknown as IExecuteFunctions;
}

/** Runs the node as n8n does, and returns the items of its one output. */
export async function execute(given: Given): Promise<INodeExecutionData[]> {
  const [output = []] = await new Zenodo().execute.call(context(given));
  return output;
}

/** What n8n makes of the parameters of a node before it runs: the defaults of all fields that are shown. */
function filledIn(parameters: Readonly<Record<string, unknown>>): INodeParameters {
  const { description } = new Zenodo();
  return NodeHelpers.getNodeParameters(description.properties, parameters as INodeParameters, true, false, null, description) ?? {};
}

/** A value that tells which of its own fields are read. */
function told(path: string, value: unknown, onRead: (name: string) => void): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return Array.isArray(value) ? value.map((one: unknown) => told(path, one, onRead)) : value;
  }
  return new Proxy(value, {
    get(target, name) {
      if (typeof name === 'string') onRead(`${path}.${name}`);
      return told(`${path}.${String(name)}`, (target as Record<string | symbol, unknown>)[name], onRead);
    },
  });
}

/** Through the regular expression of the locator's mode, as n8n does it before the node sees the value. */
function extracted(name: string, value: unknown): unknown {
  const locator = value as { mode: string; value: string } | string;
  if (typeof locator === 'string') return locator;
  const property = new Zenodo().description.properties.find((one: INodeProperties) => one.name === name);
  const rule = property?.modes?.find((mode) => mode.name === locator.mode)?.extractValue;
  if (rule?.type !== 'regex') return locator.value;
  const found = new RegExp(String(rule.regex)).exec(locator.value);
  if (found?.length !== 2) throw new Error(`the value of "${name}" does not fit its mode`);
  return found[1];
}

function* inPieces(bytes: Buffer, size = 64 * 1024): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** n8n's HTTP helper in small: options in, the full answer of any status out; no redirect is followed. */
function overHttp(options: IHttpRequestOptions, token: string | undefined, signal: AbortSignal | undefined): Promise<IN8nHttpFullResponse> {
  const url = new URL(options.url);
  for (const [name, value] of Object.entries(options.qs ?? {}))
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  const { body } = options;
  // Node sends the body of a DELETE without a length unless it is told; n8n tells it.
  const length = typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  const headers = {
    ...length,
    ...(options.headers as Record<string, string>),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: options.method ?? 'GET', headers, agent: false, ...(signal ? { signal } : {}) }, (reply) => {
      const answer = (body: unknown) =>
        resolve({
          body,
          // Node keeps the date of its answers for a second, also when a test moves the clock.
          headers: { ...reply.headers, date: new Date().toUTCString() },
          statusCode: reply.statusCode ?? 0,
          statusMessage: reply.statusMessage ?? '',
        } as IN8nHttpFullResponse);
      if (options.encoding === 'stream') return answer(reply);
      return void reply.toArray().then((chunks: Buffer[]) => answer(Buffer.concat(chunks).toString('utf8')), reject);
    });
    request.on('error', reject);
    if (options.body instanceof Readable) options.body.on('error', reject).pipe(request);
    else request.end(options.body);
  });
}
