import { z } from 'zod';
import { authKeys, authSchema } from '../auth/auth-schema.ts';
import { isRange } from '../subscribers/address-guard.ts';

const count = z.number().int().min(1);

const collectSchema = z
  .strictObject({
    /** Names with `*`; a `?` at the end marks one that may be missing. */
    files: z.array(z.string().min(1).max(255)).min(1).max(100).optional(),
    wait_s: count.max(30 * 86_400).optional(),
    commit: z.boolean().optional(),
  })
  .refine(({ files, wait_s, commit }) => files || wait_s || commit, {
    message: 'expected `files`, `wait_s` or `commit: true`: something has to end the collecting',
  });

const pullSchema = z.strictObject({
  /** `{ url, name }` each; texts are Liquid. */
  files: z.array(z.record(z.string(), z.unknown())).min(1).max(100),
  /** Hosts that may be fetched from: what a payload names is not believed otherwise. */
  hosts: z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+(:\d+)?$/, 'expected a host such as data.lab.example or *.lab.example')).min(1),
  allow_private: z.array(z.string().refine(isRange, 'expected a range such as 10.0.0.0/8')).min(1).optional(),
});

const acceptSchema = z.strictObject({
  bodies: z
    .array(z.enum(['file', 'form', 'json', 'tus']))
    .min(1)
    .optional(),
  max_bytes: count.optional(),
  json_max_bytes: count.max(32 * 1024 * 1024).optional(),
  /** The name under which a JSON body is deposited itself. */
  json_name: z.string().min(1).optional(),
});

/** What of a recipe is about coming in. */
export const doorShape = {
  auth: authSchema.default({ type: 'token' }),
  accept: acceptSchema.default({}),
  collect: collectSchema.optional(),
  pull: pullSchema.optional(),
};

export const doorKeys = [
  ...authKeys,
  ...'accept bodies max_bytes json_max_bytes json_name collect files wait_s commit pull hosts url name allow_private'.split(' '),
];

export type Collect = z.infer<typeof collectSchema>;
export type Pull = z.infer<typeof pullSchema>;
export type Accept = z.infer<typeof acceptSchema>;
export type BodyKind = NonNullable<Accept['bodies']>[number];
