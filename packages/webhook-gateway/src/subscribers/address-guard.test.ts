import { expect, it } from 'vitest';
import { addressProblem } from './address-guard.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const never = words(`
  169.254.169.254 100.100.100.200 192.0.0.192 168.63.129.16 fd00:ec2::254 fe80::1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe
  64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 ::a9fe:a9fe fec0::1 64:ff9b:1::1 :: 0.0.0.0
  224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 ff02::1 2001:db8::1 100::1
  localhost 1.2.3.4.5 [::1 fe80::1%eth0`);
const onlyPrivate = words(`
  127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 ::1 fd12::1 ::ffff:127.0.0.1 ::ffff:0a00:1 64:ff9b::7f00:1
  127.1 2130706433 0x7f000001`);
const open = words('1.1.1.1 188.185.45.92 2001:1458:d00:61::100:28d 64:ff9b::101:101 ::ffff:1.1.1.1');

it.each(never)('E-02, E-03 %s is refused, private ranges allowed or not', (address) => {
  expect(addressProblem(address)).toBeTypeOf('string');
  expect(addressProblem(address, true)).toBeTypeOf('string');
});

it.each(onlyPrivate)('E-01, E-02 %s is refused unless private ranges are allowed', (address) => {
  expect(addressProblem(address)).toBeTypeOf('string');
  expect(addressProblem(address, true)).toBeUndefined();
});

it.each(open)('%s is public', (address) => {
  expect(addressProblem(address)).toBeUndefined();
});

it('E-20 a named range opens itself and nothing beside it', () => {
  expect(addressProblem('10.1.2.3', ['10.1.0.0/16'])).toBeUndefined();
  expect(addressProblem('10.2.2.3', ['10.1.0.0/16'])).toBeTypeOf('string');
  expect(addressProblem('127.0.0.1', ['10.1.0.0/16'])).toBeTypeOf('string');
  expect(addressProblem('169.254.169.254', ['169.254.0.0/16'])).toBeTypeOf('string');
});
