import { expect, it } from 'vitest';
import { addressGuard } from './address-guard.ts';

const notPublic = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::a9fe:a9fe',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
  'ff02::1',
  '4000::1',
];
const cloud = [
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
];
const fine = [
  '1.1.1.1',
  '8.8.8.8',
  '100.128.0.1',
  '172.32.0.1',
  '188.185.45.92',
  '2001:1458::1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
];

it.each(notPublic)('%s is not public', (address) => {
  expect(addressGuard()(address)).toContain('is not a public address');
});

it.each(cloud)('%s is refused even when everything is allowed', (address) => {
  expect(addressGuard(['0.0.0.0/0', '::/0'])(address)).toContain('own services');
});

it.each(fine)('%s is public', (address) => {
  expect(addressGuard()(address)).toBeUndefined();
});

it('a range that is named is allowed, and no more', () => {
  const guard = addressGuard(['10.20.0.0/16', 'fd12::/16', '127.0.0.1']);
  expect(['10.20.3.4', 'fd12::9', '127.0.0.1', '::ffff:10.20.0.1'].map(guard)).toEqual([undefined, undefined, undefined, undefined]);
  expect(['10.21.0.1', 'fd13::9', '127.0.0.2'].map(guard)).not.toContain(undefined);
});

it.each(['', 'localhost', '1.2.3', '256.1.1.1', '1.2.3.4.5', ':::', '0x7f.1'])('%j is no address', (text) => {
  expect(addressGuard()(text)).toContain('is no address');
});

it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', 'lab', '10.0.0.0/x', ''])('%j is no range', (range) => {
  expect(() => addressGuard([range])).toThrow(expect.objectContaining({ code: 'configuration' }));
});
