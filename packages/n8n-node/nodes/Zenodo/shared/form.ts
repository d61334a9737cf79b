import type { Zenodo } from '@zenodo-connect/core/portable';
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { createClient } from './client.ts';
import { nodeErrorOf } from './errors.ts';

/**
 * What a form asks of Zenodo while somebody fills it in.
 *
 * @throws {NodeApiError | NodeOperationError} in the words of the node, as an execution would tell it
 */
export async function answerFor<Answer>(context: ILoadOptionsFunctions, ask: (zenodo: Zenodo) => Promise<Answer>): Promise<Answer> {
  const tried = await createClient(context)
    .then(ask)
    .then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
  if ('error' in tried) throw nodeErrorOf(context.getNode(), tried.error, 0);
  return tried.answer;
}
