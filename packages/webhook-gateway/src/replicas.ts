import type { DynamicModule } from '@nestjs/common';
import { ConfigError } from './config/settings.ts';

/** The modules that let gateways wake each other through Redis; none without it. @throws {ConfigError} BullMQ is not installed */
export async function wakingModules(redis: string | undefined): Promise<readonly DynamicModule[]> {
  if (redis === undefined) return [];
  const { hostname, port, username, password, pathname, protocol } = new URL(redis);
  const connection = {
    host: hostname,
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
  const { BullModule, ZenodoQueueModule } = await queueParts();
  return [BullModule.forRoot({ connection }), ZenodoQueueModule.register()];
}

async function queueParts() {
  try {
    const [{ BullModule }, { ZenodoQueueModule }] = await Promise.all([import('@nestjs/bullmq'), import('@zenodo-connect/nestjs/bullmq')]);
    return { BullModule, ZenodoQueueModule };
  } catch {
    throw new ConfigError('redis is set, and what speaks to it is not installed: npm install @nestjs/bullmq bullmq');
  }
}
