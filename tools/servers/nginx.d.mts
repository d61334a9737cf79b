import type { Server } from './server.mjs';

export function nginxMissing(): Promise<string | undefined>;
export function startNginx(siteOf: (place: { readonly port: number; readonly folder: string }) => string): Promise<Server>;
