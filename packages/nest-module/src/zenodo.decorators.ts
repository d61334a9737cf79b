import { Inject } from '@nestjs/common';
import { ZENODO_CLIENT, ZENODO_STORE } from './zenodo.tokens.ts';

/** Injects core's `Zenodo`, as the module was configured. */
export const InjectZenodo = () => Inject(ZENODO_CLIENT);

/** Injects the module's `Store`, for tables of one's own beside the jobs. */
export const InjectStore = () => Inject(ZENODO_STORE);
