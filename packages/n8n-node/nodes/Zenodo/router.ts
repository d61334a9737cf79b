import type { Transport, Zenodo } from '@zenodo-connect/core/portable';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { operations } from './actions/operations.ts';
import { createClient } from './shared/client.ts';
import { DryRun } from './shared/dry-run.ts';
import { failedItem, nodeErrorOf } from './shared/errors.ts';
import { cancelSignal } from './shared/transport.ts';
import { Turn } from './shared/turn.ts';

/** What became of one item. */
interface Attempt {
  readonly done?: INodeExecutionData[];
  readonly error?: unknown;
  readonly draftId?: string | undefined;
}

/** Runs the chosen operation for each item, one after another: Zenodo's rate limit is one for all of them. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const output: INodeExecutionData[] = [];
  let client: Promise<Zenodo> | undefined;
  // One client for all items: it has learnt which concept a record belongs to. Each item has its own patience.
  const patience = { timeoutMs: 0 };
  const shared = (timeoutMs: number) => {
    patience.timeoutMs = timeoutMs;
    client ??= createClient(context, { wrap: (transport) => withPatience(transport, patience) });
    return client;
  };
  for (const itemIndex of context.getInputData().keys()) {
    const { done, error, draftId } = await attempt(context, itemIndex, shared);
    if (done) output.push(...done);
    else if (cancelSignal(context)?.aborted) throw error;
    else {
      const shown = nodeErrorOf(context.getNode(), error, itemIndex, draftId);
      if (!context.continueOnFail()) throw shown;
      output.push({ json: failedItem(shown, error, draftId), pairedItem: { item: itemIndex } });
    }
  }
  return output;
}

async function attempt(context: IExecuteFunctions, itemIndex: number, shared: (timeoutMs: number) => Promise<Zenodo>): Promise<Attempt> {
  let turn: Turn | undefined;
  try {
    const resource = context.getNodeParameter('resource', itemIndex) as string;
    const name = context.getNodeParameter('operation', itemIndex) as string;
    const operation = operations[resource]?.[name];
    if (!operation) throw new NodeOperationError(context.getNode(), `There is no operation '${name}' for '${resource}'`, { itemIndex });
    if (String(context.getNodeParameter('options.dryRun', itemIndex, false)) === 'true')
      return await rehearsed(context, itemIndex, operation);
    const timeoutMs = timeoutOf(context, itemIndex);
    turn = new Turn(context, itemIndex, await shared(timeoutMs), cancelSignal(context), timeoutMs);
    return { done: await operation(turn) };
  } catch (error) {
    return { error, draftId: turn?.draftId };
  }
}

/** The operation as it is, up to its first request that would change something. */
async function rehearsed(context: IExecuteFunctions, itemIndex: number, operation: (turn: Turn) => Promise<INodeExecutionData[]>) {
  const dryRun = new DryRun();
  const timeoutMs = timeoutOf(context, itemIndex);
  const zenodo = await createClient(context, { wrap: dryRun.wrap });
  const cancelled = cancelSignal(context);
  const turn = new Turn(context, itemIndex, zenodo, cancelled ? AbortSignal.any([dryRun.signal, cancelled]) : dryRun.signal, timeoutMs);
  const tried = await operation(turn).then(
    (done) => ({ done }),
    (error: unknown) => ({ error }),
  );
  if (dryRun.caught && !cancelled?.aborted) return { done: turn.gives(dryRun.caught) };
  if ('error' in tried) return tried;
  return { done: tried.done.map(({ json, ...rest }) => ({ json: { dryRun: true, ...json }, ...rest })) };
}

/** Milliseconds that this item waits for each answer. */
function timeoutOf(context: IExecuteFunctions, itemIndex: number): number {
  const seconds = Number(context.getNodeParameter('options.timeout', itemIndex, 60));
  if (seconds > 0) return seconds * 1000;
  const description = 'Uploads and downloads have none';
  throw new NodeOperationError(context.getNode(), "'Timeout' is not a number of seconds above 0", { itemIndex, description });
}

/** Recipes of many calls take no time limit; uploads have none. */
const withPatience = (transport: Transport, patience: { readonly timeoutMs: number }): Transport => ({
  send: (request) => transport.send(request.timeoutMs === 0 ? request : { ...request, timeoutMs: patience.timeoutMs }),
  sleep: (ms, signal) => transport.sleep(ms, signal),
});
