import { Injectable, Module } from '@nestjs/common';
import { DepositsService, ZenodoModule } from '@zenodo-connect/nestjs';
import { place } from './place.ts';

@Module({
  imports: [
    ZenodoModule.forRoot({
      zenodo: place.zenodo,
      store: place.store,
    }),
  ],
})
export class AppModule {}

@Injectable()
export class ScanService {
  constructor(private readonly deposits: DepositsService) {}

  /** Resolves once the deposit is on disk; publishing goes on in the background, also after a restart. */
  async publish(scan: { id: string; sample: string; path: string; size: number; md5: string }) {
    return this.deposits.add({
      key: `scan/${scan.id}`,
      series: scan.sample,
      finish: 'publish',
      metadata: {
        title: `Diffraction of ${scan.sample}`,
        resource_type: { id: 'dataset' },
        creators: [{ person_or_org: { type: 'organizational', name: 'X-ray laboratory' } }],
      },
      files: [{ key: 'scan.xy', size: scan.size, md5: scan.md5, ref: `path:${scan.path}` }],
    });
  }
}
