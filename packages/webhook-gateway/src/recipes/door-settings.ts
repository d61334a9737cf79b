import { z } from 'zod';
import { authKeys, authSchema, secretName } from '../auth/auth-schema.ts';
import { isRange } from '../subscribers/address-guard.ts';
import { timeSchema } from './duration.ts';
import { sizeSchema } from './size.ts';

const collectSchema = z
  .strictObject({
    /** Names with `*`; a `?` at the end marks one that may be missing. */
    files: z.array(z.string().min(1).max(255)).min(1).max(100).optional(),
    wait_s: timeSchema(1_000)
      .refine((seconds) => seconds <= 30 * 86_400, 'expected at most 30d')
      .optional(),
    commit: z.boolean().optional(),
  })
  .refine(({ files, wait_s, commit }) => files || wait_s || commit, {
    message: 'expected `files`, `wait_s` or `commit: true`: something has to end the collecting',
  });

const pullSchema = z
  .strictObject({
    /** `{ url, name }` each; texts are Liquid. */
    files: z.array(z.record(z.string(), z.unknown())).min(1).max(100),
    /** Hosts that may be fetched from: what a payload names is not believed otherwise. */
    hosts: z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+(:\d+)?$/, 'expected a host such as data.lab.example or *.lab.example')).min(1),
    allow_private: z.array(z.string().refine(isRange, 'expected a range such as 10.0.0.0/8')).min(1).optional(),
    /** A token that opens what is not public. It goes to the host that is named, and nowhere that leads to. */
    authorization: z
      .strictObject({
        secret: secretName,
        scheme: z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9-]{0,31}$/, 'expected a word such as Bearer')
          .default('Bearer'),
      })
      .optional(),
  })
  .refine(({ authorization, hosts }) => authorization === undefined || (hosts.length === 1 && !hosts[0]!.startsWith('*')), {
    message:
      'expected one host by its whole name beside `authorization`: a payload says which of them is asked, and all would get the token',
    path: ['hosts'],
  });

const acceptSchema = z.strictObject({
  bodies: z
    .array(z.enum(['file', 'form', 'json', 'tus']))
    .min(1)
    .optional(),
  max_bytes: sizeSchema.optional(),
  json_max_bytes: sizeSchema.refine((bytes) => bytes <= 32 * 1024 * 1024, 'expected at most 32MiB').optional(),
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
  ...'accept bodies max_bytes json_max_bytes json_name collect files wait_s commit pull hosts url name allow_private authorization secret scheme'.split(
    ' ',
  ),
];

export type Collect = z.infer<typeof collectSchema>;
export type Pull = z.infer<typeof pullSchema>;
export type Accept = z.infer<typeof acceptSchema>;
export type BodyKind = NonNullable<Accept['bodies']>[number];
