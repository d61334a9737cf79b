import { Hash } from 'node:crypto';
import type { Transport, TransportReply, TransportRequest } from '@zenodo-connect/core/portable';
import type {
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IN8nHttpFullResponse,
  IPollFunctions,
} from 'n8n-workflow';
import { NodeApiError, sleep } from 'n8n-workflow';

/** What n8n gives as `this`: to an action, to the lists of its form, to a trigger that polls. */
export type NodeContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;
export type NodeStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** The credential that the node's form chooses: a token, or the account that somebody signed in with. */
export const credentialOf = (context: NodeContext): string =>
  context.getNode().parameters['authentication'] === 'oAuth2' ? 'zenodoOAuth2Api' : 'zenodoApi';

/** Core's way to the network through n8n, so that proxies, address policies, credentials and the stop button stay n8n's. */
export function createTransport(context: NodeContext): Transport {
  return {
    send: (request) => send(context, request),
    sleep: (ms, signal) => sleep(ms, signal ?? cancelSignal(context)),
  };
}

/** Fires when a person stops the execution, or its time is over. Forms and triggers have none. */
export const cancelSignal = (context: NodeContext): AbortSignal | undefined =>
  'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** A Node stream of any bytes that can be iterated. The class of hashes inherits the maker of all streams, so that no module for streams is needed. */
export const streamOf = (bytes: AsyncIterable<Uint8Array>): NodeStream => Hash.from(bytes);

/** Zenodo answers 403, not 401, to a token whose time is over; and so to much else, hence only when n8n knows that it is. */
const renewal = { oauth2: { tokenExpiredStatusCode: 403, skipRefreshWhileTokenIsFresh: true } };

async function asAccount(context: NodeContext, options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
  const credential = credentialOf(context);
  const send = (more: Partial<IHttpRequestOptions>): Promise<IN8nHttpFullResponse> =>
    context.helpers.httpRequestWithAuthentication.call(context, credential, { ...options, ...more }, renewal);
  if (credential === 'zenodoApi') return send({});
  // n8n renews a token only when the refusal reaches it as an error; what is still refused is an answer like others.
  return send({ ignoreHttpStatusErrors: { ignore: true, except: [403] } }).then(undefined, (error: unknown) => {
    if (!(error instanceof NodeApiError) || error.httpCode !== '403') throw error;
    return { statusCode: 403, headers: {}, body: (error.context['data'] ?? '') as string };
  });
}

async function send(context: NodeContext, request: TransportRequest): Promise<TransportReply> {
  const options = optionsOf(request);
  // A foreign host, such as DataCite, is asked without the credential and so never sees the token.
  const reply: IN8nHttpFullResponse = request.authenticated
    ? await asAccount(context, options)
    : await context.helpers.httpRequest.call(context, options);
  const failedStream = request.responseType === 'stream' && reply.statusCode >= 400;
  const body: unknown = failedStream ? await textOf(reply.body as unknown as NodeStream) : reply.body;
  return {
    status: reply.statusCode,
    headers: reply.headers as TransportReply['headers'],
    body: isMeantAsIs(request, reply.statusCode) ? body : parsed(body),
  };
}

/** Streams, and exports whose text may be JSON. What tells of a failure is read in any case. */
const isMeantAsIs = ({ responseType }: TransportRequest, status: number): boolean => responseType !== 'json' && status < 400;

async function textOf(stream: NodeStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The request in n8n's words. Its defaults would keep an upload in memory, cut it after five minutes and drop `{}`. */
function optionsOf(request: TransportRequest): IHttpRequestOptions {
  const headers: IDataObject = { ...request.headers };
  const options: IHttpRequestOptions = {
    method: request.method,
    url: request.url,
    headers,
    arrayFormat: 'repeat',
    returnFullResponse: true,
    // Core reads every status itself.
    ignoreHttpStatusErrors: true,
    // Following keeps a copy of the whole body for the next host, and sends the token there.
    disableFollowRedirect: true,
    sendCredentialsOnCrossOriginRedirect: false,
    // n8n counts it until the answer begins, also while bytes flow: an upload has none.
    timeout: request.timeoutMs,
    encoding: request.responseType === 'stream' ? 'stream' : 'text',
    ...(request.signal && { abortSignal: request.signal }),
  };
  if (request.query)
    options.qs = Object.fromEntries(Object.entries(request.query).filter(([, value]) => value !== undefined)) as IDataObject;
  if (request.json !== undefined) {
    headers['content-type'] = 'application/json';
    options.body = JSON.stringify(request.json);
  } else if (request.body !== undefined) {
    headers['content-type'] ??= 'application/octet-stream';
    // Without a length the bytes would go out in chunks, which Zenodo misreads.
    headers['content-length'] = String(request.contentLength ?? 0);
    options.body = bodyOf(request.body);
  }
  return options;
}

/** n8n sends buffers and Node streams; of anything else that gives bytes it would send none, in silence. */
function bodyOf(body: unknown): NonNullable<IHttpRequestOptions['body']> {
  const isSent = Buffer.isBuffer(body) || (typeof body === 'object' && body !== null && 'pipe' in body);
  return (isSent ? body : streamOf(body as AsyncIterable<Uint8Array>)) as NonNullable<IHttpRequestOptions['body']>;
}

/** n8n parses what looks like JSON; a gateway's page stays text. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  if (body === '') return undefined;
  if (!/^\s*[[{"]/.test(body)) return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
