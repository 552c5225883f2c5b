import { FluxoError } from '#shared/errors.ts';
import { makeMailChimpLookAlike } from './mailchimp/index.ts';
import type { MailChimpConnection, MailChimpOptions } from './mailchimp/index.ts';
import { makeMplusLookAlike } from './mplus/index.ts';
import type { MplusOptions } from './mplus/index.ts';
import { makeQuickBooksLookAlike } from './quickbooks/index.ts';
import type { Certificate } from './server/certificate.ts';
import { makeCertificate } from './server/certificate.ts';
import { makeClock } from './server/clock.ts';
import type { MovableClock } from './server/clock.ts';
import type { LookAlike } from './server/lookAlike.ts';
import { serveLookAlike } from './server/serve.ts';
import type { ServedLookAlike } from './server/serve.ts';
import { makeShop } from './shop/makeShop.ts';
import type { ShopOptions } from './shop/makeShop.ts';
import type { Shop } from './shop/types.ts';

type QuickBooksLookAlike = ReturnType<typeof makeQuickBooksLookAlike>;

export interface SandboxOptions extends ShopOptions {
  /** MailChimp's port; mplus is one higher, quickbooks two. 0 or absent: free ports. */
  readonly portBase?: number | undefined;
  /** File that gets every request and answer of all look-alikes as JSON lines. */
  readonly journal?: string | undefined;
  /** Moment in milliseconds at which the sandbox's clock stands still; without it the clock goes along with the machine's. */
  readonly now?: number | undefined;
  readonly mailchimp?: MailChimpOptions | undefined;
  readonly mplus?: MplusOptions | undefined;
  /** The till also answers over https, one port above the books, with a certificate it made itself. */
  readonly https?: boolean | undefined;
  readonly quickbooks?: Parameters<typeof makeQuickBooksLookAlike>[2];
}

export interface Sandbox {
  /** The API stands below `/3.0/` of the base address, consent below `/oauth2/`. */
  readonly mailchimp: MailChimpConnection & { readonly baseUrl: string };
  readonly mplus: { readonly baseUrl: string; readonly ident: string; readonly secret: string };
  /** The till over https, where that was wanted, and the certificate to trust for it (PEM). */
  readonly secureMplus?: { readonly baseUrl: string; readonly certificate: string };
  readonly quickbooks: QuickBooksLookAlike['connection'] & { readonly baseUrl: string; readonly authBaseUrl: string };
  readonly shop: Shop;
  /** Shared by all look-alikes. */
  readonly clock: MovableClock;
  /** The servers themselves: calls, journal and faults without a request. */
  readonly services: { readonly mailchimp: ServedLookAlike; readonly mplus: ServedLookAlike; readonly quickbooks: ServedLookAlike };
  stop(): Promise<void>;
}

const offsets = { mailchimp: 0, mplus: 1, quickbooks: 2, secureMplus: 3 } as const;

/**
 * Starts the look-alikes of the mailing list, the till and the books on 127.0.0.1, filled from one shop. Throws `sandbox.port_in_use`,
 * `sandbox.port_base` and `sandbox.journal_unwritable` (all `setup`); nothing is left running then.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { portBase = 0, now } = options;
  const last = options.https === true ? offsets.secureMplus : offsets.quickbooks;
  if (portBase !== 0 && (portBase < 1 || portBase + last > 65_535)) throw badBase(portBase, 65_535 - last);
  const clock = makeClock(now);
  const certificate = options.https === true ? await makeCertificate() : undefined;
  const shop = makeShop({ ...options, now: clock.now() });
  const served: ServedLookAlike[] = [];
  const portAt = (offset: number) => (portBase === 0 ? 0 : portBase + offset);
  const serve = async (lookAlike: LookAlike, offset: number, secure?: { readonly port: number; readonly certificate: Certificate }) => {
    const one = await serveLookAlike(lookAlike, { port: portAt(offset), clock, journal: options.journal, secure });
    served.push(one);
    return one;
  };
  const stop = async () => {
    await Promise.all(served.splice(0).map((one) => one.close()));
  };

  try {
    const till = makeMplusLookAlike(shop, clock, options.mplus);
    const books = makeQuickBooksLookAlike(shop, clock, options.quickbooks);
    const mail = makeMailChimpLookAlike(shop, clock, options.mailchimp);
    const services = { mailchimp: await serve(mail, offsets.mailchimp), mplus: await serve(till, offsets.mplus, certificate && { port: portAt(offsets.secureMplus), certificate }), quickbooks: await serve(books, offsets.quickbooks) };
    return {
      mailchimp: { ...mail.connection, baseUrl: services.mailchimp.url },
      mplus: { baseUrl: services.mplus.url, ...till.connection },
      ...(certificate && services.mplus.secureUrl !== undefined && { secureMplus: { baseUrl: services.mplus.secureUrl, certificate: certificate.certificate } }),
      quickbooks: { ...books.connection, baseUrl: services.quickbooks.url, authBaseUrl: services.quickbooks.url },
      shop,
      clock,
      services,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function badBase(portBase: number, most: number): FluxoError {
  return new FluxoError({
    code: 'sandbox.port_base',
    kind: 'setup',
    what: `${portBase} cannot be the first port of the sandbox`,
    fix: `Choose a number from 1 to ${most}, or 0 for free ports.`,
    params: { port: String(portBase), most: String(most) },
  });
}
