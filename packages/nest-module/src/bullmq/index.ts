export { ZenodoQueueModule, type ZenodoQueueOptions } from './zenodo-queue.module.ts';
