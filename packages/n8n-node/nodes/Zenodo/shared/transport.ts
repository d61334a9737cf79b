import type { Transport, TransportReply, TransportRequest } from '@zenodo-connect/core/portable';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

type NodeStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** Core's way to the network through n8n, so that proxies, address policies, credentials and the stop button stay n8n's. */
export function createTransport(context: IExecuteFunctions): Transport {
  return {
    send: (request) => send(context, request),
    sleep: (ms) => sleep(ms, context.getExecutionCancelSignal()),
  };
}

async function send(context: IExecuteFunctions, request: TransportRequest): Promise<TransportReply> {
  const options = optionsOf(request);
  // A foreign host, such as DataCite, is asked without the credential and so never sees the token.
  const reply: IN8nHttpFullResponse = request.authenticated
    ? await context.helpers.httpRequestWithAuthentication.call(context, 'zenodoApi', options)
    : await context.helpers.httpRequest.call(context, options);
  const failedStream = request.responseType === 'stream' && reply.statusCode >= 400;
  const body: unknown = failedStream ? await context.helpers.binaryToString(reply.body as unknown as NodeStream) : reply.body;
  return {
    status: reply.statusCode,
    headers: reply.headers as TransportReply['headers'],
    body: request.responseType === 'stream' && !failedStream ? body : parsed(body),
  };
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
    options.body = request.body as NonNullable<IHttpRequestOptions['body']>;
  }
  return options;
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
