import { afterEach } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../../src/index.ts';
import { type Ask, asking } from './client.ts';

const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((zenodo) => zenodo.close()));
});

/** A stand-in that the end of the test closes. */
export async function started(options: StandInOptions = {}): Promise<{ zenodo: StandIn; ask: Ask }> {
  const zenodo = await startStandIn(options);
  open.push(zenodo);
  return { zenodo, ask: asking(zenodo) };
}
