import type { Server } from './server.mjs';

export interface S3Server extends Server {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export function s3Missing(): Promise<string | undefined>;
export function startS3Server(options?: { readonly port?: number; readonly notify?: string }): Promise<S3Server>;
