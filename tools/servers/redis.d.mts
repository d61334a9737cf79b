import type { Server } from './server.mjs';

export interface RedisServer extends Server {
  readonly host: string;
  readonly url: string;
  flush(): Promise<string>;
}

export function redisMissing(): Promise<string | undefined>;
export function startRedis(): Promise<RedisServer>;
