import type { DepositJob } from '@zenodo-connect/nestjs';

/** nest-module's cures name its methods; who looks after a gateway has pages, an API and commands. */
const cures: Readonly<Record<string, string>> = {
  validation: 'Correct the metadata of this deposit, and the recipe for the files that come later.',
  permission: "Give the account of the gateway's token the right to this draft, record or community, then try again.",
  authentication: 'Put a valid token in the place of the old one and start the gateway again; its deposits go on by themselves.',
  not_found: 'Somebody removed the draft or the record; try again to make it anew.',
  gone: 'The record was deleted; send the file to another dataset.',
  checksum: 'The bytes that are kept are not those that came; send the file again.',
  configuration: "Correct what the problem names, in this deposit's metadata or in the gateway's configuration, then try again.",
  declined: 'Read what the curators say in the request; then correct the metadata, or try again to submit it once more.',
  ENOENT: 'The bytes are not in the spool any more; put the spool back and try again, or send the file again.',
  BYTES_GONE: 'The bytes were let go when their time was over; send the file again.',
  EACCES: 'Let the gateway read its spool, then try again.',
};

/** What to do about a deposit that stopped; undefined when there is nothing. */
export function cureOf({ failure }: Pick<DepositJob, 'failure'>): string | undefined {
  if (!failure) return undefined;
  return cures[failure.code] ?? failure.cure.replace('retry the job', 'try again');
}
