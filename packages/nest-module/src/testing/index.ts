export { depositsOf, eventsOf, zenodoOf } from './drain.ts';
export { ZenodoTest, type ZenodoTestOptions } from './zenodo-test.ts';
export { ZenodoTestingModule } from './zenodo-testing.module.ts';
