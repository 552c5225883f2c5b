import type { Account } from '../account.ts';
import type { LookAlikeAnswer, LookAlikeRequest } from '../../server/lookAlike.ts';
import { resultArchive } from './archive.ts';
import { resultPath } from './batches.ts';

/**
 * The store that results are fetched from. It is not MailChimp: it knows signed addresses only and refuses a request that brings a
 * credential as well, the way cloud storage does.
 */
export function downloadResult(account: Account, request: LookAlikeRequest): LookAlikeAnswer {
  if (request.method !== 'GET') return refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  if (request.headers['authorization'] !== undefined) return refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed');
  const id = /^([0-9a-f]+)-response\.tar\.gz$/.exec(request.path.slice(resultPath.length))?.[1] ?? '';
  const batch = account.batches.get(id);
  const ends = batch?.signatures.get(request.query.get('Signature') ?? '');
  if (!batch?.result || ends === undefined) return refusal(403, 'AccessDenied', 'Access Denied');
  if (ends <= account.now()) return refusal(403, 'AccessDenied', 'Request has expired');
  return { status: 200, headers: { 'content-type': 'application/x-gzip' }, body: resultArchive(batch) };
}

function refusal(status: number, code: string, message: string): LookAlikeAnswer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>` };
}
