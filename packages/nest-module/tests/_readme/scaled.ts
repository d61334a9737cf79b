import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { ZenodoModule } from '@zenodo-connect/nestjs';
import { ZenodoQueueModule } from '@zenodo-connect/nestjs/bullmq';

@Module({
  imports: [
    BullModule.forRoot({ connection: { host: 'redis', port: 6379 } }),
    ZenodoModule.forRoot({
      zenodo: { token: process.env['ZENODO_TOKEN'] ?? '', environment: 'sandbox' },
      store: { postgres: process.env['DATABASE_URL'] ?? '' },
    }),
    ZenodoQueueModule.register(),
  ],
})
export class ScaledModule {}
