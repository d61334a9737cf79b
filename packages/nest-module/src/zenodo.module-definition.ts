import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ZenodoModuleOptions } from './zenodo.interfaces.ts';

/** `forRoot` and `forRootAsync` (useFactory, useClass, useExisting), as Nest's own modules have them. */
export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<ZenodoModuleOptions>({ moduleName: 'Zenodo', optionsInjectionToken: 'ZENODO_OPTIONS' })
    .setClassMethodName('forRoot')
    .build();
