import { homepage, version } from '../../../package.json';

/** Zenodo counts calls by agent and address, and its staff ask tools to say who they are. */
export const userAgent = `n8n-nodes-zenodo/${version} (+${homepage})`;
