import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from './client.ts';
import { orders } from './streams/orders.ts';
import { list } from './wire/values.ts';

/** Does one stage of the connection test. Only reads; says what it saw without naming a customer. */
export async function testConnection(client: MplusClient, stage: TestStage, call: CallContext): Promise<Reason> {
  switch (stage) {
    case 'reach': {
      const { status } = await client.probe(call);
      // The service refuses a bare GET with 405; its own clients probe for exactly that.
      return status === 405
        ? { code: 'mplus.till_answers', text: 'A till answers at this address.' }
        : { code: 'mplus.something_answers', text: `Something answers at this address (status ${status}), though not as a till usually does.`, params: { status: String(status) } };
    }
    case 'authenticate': {
      const version = await client.call('getApiVersion', {}, call);
      if (version['majorNumber'] !== undefined && version['majorNumber'] !== '1') {
        throw new FluxoError({ code: 'mplus.other_protocol', kind: 'setup', what: `The till speaks version ${String(version['majorNumber'])} of its language; Fluxo knows version 1.`, fix: 'Look for a newer Fluxo.', params: { version: String(version['majorNumber']) } });
      }
      const build = ['serviceMajorNumber', 'serviceMinorNumber', 'serviceRevisionNumber'].map((part) => version[part]).filter((part) => part !== undefined);
      return { code: 'mplus.credential_accepted', text: `Ident and secret are accepted${build.length > 0 ? ` (service version ${build.join('.')})` : ''}.`, params: { version: build.join('.') } };
    }
    case 'rights': {
      await client.call('getOrders', { request: { syncMarker: '0', syncMarkerLimit: '1', includeLineList: false } }, call);
      await client.call('getRelations', { request: { syncMarker: '0', syncMarkerLimit: '1' } }, call);
      return { code: 'mplus.may_read', text: 'Orders and customers may be read.' };
    }
    case 'sample': {
      const newest = await newestOrder(client, call);
      if (!newest) return { code: 'mplus.no_orders_yet', text: 'The till has no orders yet.' };
      const { title, amount } = orders.describe(newest);
      return { code: 'mplus.order_read', text: `Read order ${title}${amount ? ` of ${amount}` : ''}.`, params: { title, amount: amount ?? '' } };
    }
  }
}

async function newestOrder(client: MplusClient, call: CallContext): Promise<SourceRecord | undefined> {
  const markers = await client.call('getCurrentSyncMarkers', {}, call);
  for (const syncMarker of [String(markers['orderSyncMarker'] ?? '0'), '0']) {
    const found = list((await client.call('getOrders', { request: { syncMarker, syncMarkerLimit: '1' } }, call))['orderList'])[0];
    if (found) return found;
  }
  return undefined;
}
