import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';

/** `forRoot` and `forRootAsync` (useFactory, useClass, useExisting), as Nest's own modules have them. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<ZenodoModuleOptions>({
  moduleName: 'Zenodo',
})
  .setClassMethodName('forRoot')
  .build();
