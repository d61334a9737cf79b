import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ZenodoModule } from '../zenodo.module.ts';
import { ZenodoTest, type ZenodoTestOptions } from './zenodo-test.ts';

class Closing implements OnApplicationShutdown {
  readonly #test: ZenodoTest;

  constructor(test: ZenodoTest) {
    this.#test = test;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#test.close();
  }
}

@Module({})
class TestPlaceModule {}

/** `ZenodoModule` on a stand-in that starts and ends with the test's module. What waits in it is done by `depositsOf(module).drain()`, and nothing waits for a timer. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoTestingModule {
  static forRoot(options: ZenodoTestOptions = {}): DynamicModule {
    const place: DynamicModule = {
      module: TestPlaceModule,
      providers: [
        { provide: ZenodoTest, useFactory: () => ZenodoTest.start(options) },
        { provide: Closing, inject: [ZenodoTest], useFactory: (test: ZenodoTest) => new Closing(test) },
      ],
      exports: [ZenodoTest],
    };
    const zenodo = ZenodoModule.forRootAsync({
      imports: [place],
      inject: [ZenodoTest],
      useFactory: ({ options: ofModule }: ZenodoTest) => ofModule,
    });
    return { module: ZenodoTestingModule, imports: [zenodo], exports: [zenodo] };
  }
}
