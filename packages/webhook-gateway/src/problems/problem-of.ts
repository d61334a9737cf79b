import { HttpException } from '@nestjs/common';
import { StoreError } from '@zenodo-connect/nestjs';
import { storageFull } from '../intake/spool.ts';
import { Problem } from './problem.ts';

/** Any failure as a refusal. What is not known becomes `internal`, whose words say nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreError) return error.problem === 'full' ? storageFull() : unavailable();
  const status = error instanceof HttpException ? error.getStatus() : Number((error as { statusCode?: unknown } | null)?.statusCode ?? 500);
  if (status === 413) return new Problem('too-large', 'The body is too large.', 'Send a smaller one.');
  if (status === 415) return new Problem('unsupported-body', 'The Content-Type cannot be understood.', 'Send application/octet-stream.');
  if (status === 503) return unavailable();
  if (status >= 400 && status < 500) return malformed();
  return new Problem(
    'internal',
    'The gateway failed on this request; nothing was kept of it.',
    'Send it again later; tell the operator the `instance` if it stays.',
  );
}

interface Asked {
  /** Path and query. */
  readonly url: string;
  /** What the address answers; none when there is no such address. */
  readonly methods: readonly string[];
}

const sending = 'PUT to /in/{route}/{dataset}/{file}, or POST to /in/{route}';

export function noSuchDoor({ url, methods }: Asked): Problem {
  const isApi = /^\/api(\/|\?|$)/.test(url);
  if (methods.length === 0)
    return isApi
      ? new Problem('not-found', 'The API has no such address.', 'GET /openapi.json lists its addresses, which begin with /api/v1.')
      : new Problem(
          'not-found',
          'There is nothing at this address.',
          `To send a file, ${sending}; names hold no further /, and curl -T puts the file's name behind a / at the end itself.`,
        );
  const allow = methods.join(', ');
  const detail = `This address answers ${methods.join(' and ')} only.`;
  const more = isApi ? 'GET /openapi.json tells what each does.' : `To send a file, ${sending}.`;
  return new Problem('wrong-method', detail, `Use ${methods.join(' or ')} here. ${more}`, { headers: { allow } });
}

/** A failure of the gateway where nobody sends a file: the same, without words about files. */
export function forReaders(problem: Problem): Problem {
  const { kind, extras } = problem;
  if (kind === 'unavailable') return new Problem(kind, 'The gateway cannot answer at the moment.', 'Ask again in a minute.', extras);
  if (kind === 'storage-full') return new Problem(kind, 'The disk of the gateway is full.', 'The operator has to make room.', extras);
  if (kind !== 'internal') return problem;
  const next = 'Ask again later; tell the operator the `instance` if it stays.';
  return new Problem(kind, 'The gateway failed on this request.', next, extras);
}

export function malformed(): Problem {
  return new Problem(
    'malformed-request',
    'The request cannot be read.',
    'Check the address and the headers: names in it have to be percent-encoded UTF-8.',
  );
}

export function hungUp(): Problem {
  return new Problem('cut-off', 'The connection ended before the request was whole; nothing was kept.', 'Send the whole request again.');
}

export function unavailable(): Problem {
  const detail = 'The gateway cannot store anything at the moment; nothing was kept.';
  return new Problem('unavailable', detail, 'Keep the file and send it again in a minute.', { headers: { 'retry-after': '60' } });
}
