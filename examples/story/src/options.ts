import { parseArgs } from 'node:util';

export interface StoryOptions {
  /** End after the story instead of staying up. */
  readonly once: boolean;
  /** Where state is kept; undefined: a temporary folder that goes with the story. */
  readonly folder: string | undefined;
  /** The gateway's port; 0 takes a free one. */
  readonly port: number;
  /** A real Zenodo instead of the stand-in: then a draft is left and nothing is published. */
  readonly real: { readonly url: string; readonly token: string } | undefined;
}

export const help = `npm start -- [options]

Plays the whole path once, from an instrument's PUT to a DOI and a signed event, then stays up.

  --once         end after the story: exit code 0, or 1 with the reason
  --folder DIR   keep the state of stand-in and gateway in DIR (default: a temporary folder)
  --port N       port of the gateway (default: a free one)
  --help         this text

ZENODO_URL and ZENODO_TOKEN, when both are set, name a real Zenodo: it gets a draft, and nothing is published.
`;

/** Reads the command line and the two variables. @throws {TypeError} with a sentence for the caller */
export function storyOptions(args: readonly string[], env: NodeJS.ProcessEnv): StoryOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError(`--port is ${values.port}; it has to be a number from 0 to 65535.`);
  return { once: values.once, folder: values.folder, port, real: realZenodo(env) };
}

function realZenodo({ ZENODO_URL: url, ZENODO_TOKEN: token }: NodeJS.ProcessEnv): StoryOptions['real'] {
  if (!url && !token) return undefined;
  if (!url || !token)
    throw new TypeError(
      `${url ? 'ZENODO_TOKEN' : 'ZENODO_URL'} is missing: a real Zenodo needs both ZENODO_URL and ZENODO_TOKEN; without both, the stand-in is used.`,
    );
  return { url, token };
}
