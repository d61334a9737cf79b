import { join } from 'node:path';
import { startStandIn } from '@zenodo-connect/stand-in';

/** Where the story deposits: the stand-in, or the Zenodo that the environment names. */
export interface StoryZenodo {
  readonly url: string;
  readonly token: string;
  /** Undefined: DataCite itself. */
  readonly dataciteUrl: string | undefined;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** The stand-in, with delays as a person would meet them: search lags a little, a DOI takes a second to become findable. */
export async function embeddedZenodo(folder: string): Promise<StoryZenodo> {
  const standIn = await startStandIn({ folder: join(folder, 'zenodo'), indexLagMs: 300, doiDelayMs: 1_000 });
  return {
    url: standIn.url,
    token: standIn.tokens.owner,
    dataciteUrl: standIn.url,
    embedded: true,
    close: () => standIn.close(),
  };
}

export function realZenodo({ url, token }: { readonly url: string; readonly token: string }): StoryZenodo {
  return { url, token, dataciteUrl: undefined, embedded: false, close: async () => {} };
}
