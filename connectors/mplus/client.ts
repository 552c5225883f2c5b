import { randomUUID } from 'node:crypto';
import type { CallContext, ConnectionContext } from '#connectors/sdk/connector.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { makeRedactor } from '#connectors/sdk/redact.ts';
import { callSoap } from '#connectors/sdk/soap.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { readCredential } from './auth.ts';
import { faultError, resultError } from './faults.ts';
import { operations } from './fieldTable/operations.ts';
import type { Operation, OperationName } from './fieldTable/operations.ts';
import { readRecord } from './wire/readRecord.ts';
import { writeRecord } from './wire/writeRecord.ts';

export interface MplusClient {
  /**
   * One operation of the service, request and answer as plain records in the shapes of the field table. Throws `setup` (wrong credential, operation not
   * installed), `remote` (server fault, no or broken answer) and `data` (a `result` other than OK).
   */
  call(operation: OperationName, request: SourceRecord, call: CallContext): Promise<SourceRecord>;
  /** Asks the bare address, without credential. */
  probe(call: CallContext): Promise<HttpAnswer>;
}

const namespace = 'urn:mplusqapi';
/** No limit is published; the advice is to call little at once and to be patient. */
const limits = { inFlight: 2 };
const timeoutMs = 120_000;
const maxBytes = 32 * 1024 * 1024;

/** A client of one till. Holds no credential: it is read for each call and lives only in that call. */
export function connectMplus(context: ConnectionContext): MplusClient {
  const http = createHttp({ connection: context, baseUrl: context.settings['baseUrl'] ?? '', clock: context.clock, limits, timeoutMs, maxBytes, trust: context.settings['certificate'] });

  return {
    async call(name, request, call) {
      const operation: Operation = operations[name];
      const where = { connection: context.name, operation: name };
      const credential = await readCredential(context);
      const redact = makeRedactor(Object.values(credential));
      const answer = await callSoap(
        http,
        {
          operation: name,
          content: writeRecord(operation.request, request),
          namespace,
          path: '/',
          secretQuery: { ident: credential.ident, secret: credential.secret },
          // Only for tracing at Mplus; it does not make a repeated call harmless.
          headers: { 'x-request-id': `fluxo-${randomUUID()}` },
          writes: operation.writes,
          now: context.clock.now(),
        },
        call,
      ).catch((thrown: unknown) => {
        throw thrown instanceof FluxoError ? thrown.at(where) : thrown;
      });
      if (answer.kind === 'fault') throw faultError(answer, where, operation.writes, redact);
      if (answer.element.name !== operation.answerElement) {
        throw new FluxoError({ code: 'mplus.unexpected_answer', kind: 'remote', what: `The till answered with ${answer.element.name.slice(0, 60)} instead of ${operation.answerElement}.`, where, answer: { status: answer.status }, params: { got: answer.element.name.slice(0, 60), wanted: operation.answerElement }, ...(operation.writes && { maybeDone: true }) });
      }
      const record = readRecord(operation.answer, answer.element);
      const refusal = resultError(record, where, redact);
      if (refusal) throw refusal;
      const lacking = operation.answer.fields.find(({ name: field, occurs, type }) => occurs === 'one' && (type.kind === 'list' || field === 'result') && !answer.element.children.some((child) => child.name === field));
      // The till sends an empty list when it has none; an answer without it says nothing about what the till has, and one without a result not that it did the work.
      if (lacking) throw new FluxoError({ code: 'mplus.lacking_answer', kind: 'remote', what: `The answer of the till lacks its ${lacking.name}.`, where, fix: 'Fluxo tries again by itself. If it stays, ask Mplus whether its software is complete.', answer: { status: answer.status }, params: { name: lacking.name }, ...(operation.writes && { maybeDone: true }) });
      return record;
    },

    probe: (call) => http.request({ operation: 'GET /', method: 'GET', path: '/', writes: false }, call),
  };
}
