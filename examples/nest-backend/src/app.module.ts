import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { ZenodoModule } from '@zenodo-connect/nestjs';
import { ZenodoQueueModule } from '@zenodo-connect/nestjs/bullmq';
import { DatasetTable } from './datasets/dataset-table.ts';
import { DatasetsController } from './datasets/datasets.controller.ts';
import { DatasetsService } from './datasets/datasets.service.ts';
import { UPLOADS } from './datasets/received-form.ts';
import type { BackendSettings } from './settings.ts';

@Module({ controllers: [DatasetsController], providers: [DatasetsService, DatasetTable] })
class AppModule {}

/** The whole application, for one process of any role. */
export function backendModule({ zenodo, store, deposits = {}, redis, uploads }: BackendSettings): DynamicModule {
  return {
    module: AppModule,
    imports: [ZenodoModule.forRoot({ zenodo, store, deposits }), ...(redis === undefined ? [] : wakingOver(redis))],
    providers: [{ provide: UPLOADS, useValue: uploads }],
  };
}

const wakingOver = (redis: string): DynamicModule[] => [BullModule.forRoot({ connection: { url: redis } }), ZenodoQueueModule.register()];
