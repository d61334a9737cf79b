import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { depositFiles, get } from './actions/record/index.ts';
import { failedItem, nodeErrorOf } from './shared/errors.ts';

type Operation = (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData>;

const operations: { readonly [resource: string]: { readonly [operation: string]: Operation } } = {
  record: { depositFiles: depositFiles.execute, get: get.execute },
};

/** Runs the chosen operation for each item, one after another: Zenodo's rate limit is one for all of them. */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const output: INodeExecutionData[] = [];
  for (const itemIndex of context.getInputData().keys()) {
    const { done, error } = await attempt(context, itemIndex);
    if (done) output.push(done);
    else if (context.getExecutionCancelSignal()?.aborted) throw error;
    else {
      const shown = nodeErrorOf(context.getNode(), error, itemIndex);
      if (!context.continueOnFail()) throw shown;
      output.push({ json: failedItem(shown, error), pairedItem: { item: itemIndex } });
    }
  }
  return output;
}

async function attempt(context: IExecuteFunctions, itemIndex: number): Promise<{ done?: INodeExecutionData; error?: unknown }> {
  try {
    const resource = context.getNodeParameter('resource', itemIndex) as string;
    const name = context.getNodeParameter('operation', itemIndex) as string;
    const operation = operations[resource]?.[name];
    if (!operation) throw new NodeOperationError(context.getNode(), `There is no operation '${name}' for '${resource}'`, { itemIndex });
    return { done: await operation(context, itemIndex) };
  } catch (error) {
    return { error };
  }
}
