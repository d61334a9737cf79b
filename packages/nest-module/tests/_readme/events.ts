import { Injectable } from '@nestjs/common';
import type { ZenodoEventOf } from '@zenodo-connect/core';
import { type GatewayEvent, OnGatewayEvent, OnZenodoEvent } from '@zenodo-connect/nestjs';
import { catalogue } from './catalogue.ts';

@Injectable()
export class CatalogueService {
  @OnZenodoEvent('record.published', { community: 'crystals' })
  async published({ data }: ZenodoEventOf<'record.published'>): Promise<void> {
    await catalogue.setDoi(`record/${data.after?.id}`, data.after?.doi ?? undefined);
  }

  @OnGatewayEvent('deposit.published')
  async deposited({ subject, data }: GatewayEvent): Promise<void> {
    await catalogue.setDoi(subject, String(data['doi']));
  }
}
