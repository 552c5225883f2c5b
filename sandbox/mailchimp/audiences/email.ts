import { createHash } from 'node:crypto';

/** The id of a member: the md5 of the address in lower case. */
export const hashOf = (email: string): string => createHash('md5').update(email.toLowerCase()).digest('hex');

export const isAddress = (email: string): boolean => /^[^\s@,;<>]+@[^\s@.,;<>]+(\.[^\s@.,;<>]+)+$/.test(email) && email.length <= 254;

const fakeDomains = new Set(['example.com', 'example.org', 'example.net', 'test.com', 'email.com', 'mailinator.com', 'yopmail.com', 'gmial.com', 'gmai.com', 'hotmial.com']);
const fakeNames = new Set(['test', 'noreply', 'no-reply', 'spam', 'abuse', 'fake', 'asdf']);

/** Addresses of documentation, typing errors, throw-away services and roles. The service keeps its list to itself; this is a part of it. */
export function looksFake(email: string): boolean {
  const [name = '', domain = ''] = email.toLowerCase().split('@');
  return fakeDomains.has(domain) || fakeNames.has(name);
}
