import { startSandbox } from '#sandbox/index.ts';
import { exitCodes, numberOption, textOption, type Command } from '../command.ts';
import { whenAborted } from '../whenAborted.ts';

export const sandbox: Command = {
  name: 'sandbox',
  args: '',
  summary: 'Runs the look-alike services on this machine until stopped (Ctrl-C).',
  options: {
    'port-base': { type: 'string', value: 'PORT', help: 'mailchimp = PORT, mplus = PORT+1, quickbooks = PORT+2 (default 18080; 0 = free ports)' },
    seed: { type: 'string', value: 'N', help: 'another number makes another shop (default 1)' },
    orders: { type: 'string', value: 'N', help: 'orders in the shop' },
    customers: { type: 'string', value: 'N', help: 'customers in the shop' },
    products: { type: 'string', value: 'N', help: 'products in the shop' },
    https: { type: 'boolean', help: 'mplus answers over https too, on PORT+3, with a certificate it makes itself' },
    journal: { type: 'string', value: 'FILE', help: 'write every request and answer to FILE as JSON lines' },
    json: { type: 'boolean', help: 'print addresses and credentials as one JSON line when ready' },
  },
  run: async ({ values, output, signal }) => {
    const journal = textOption(values, 'journal');
    const started = await startSandbox({
      portBase: numberOption(values, 'port-base', { max: 65_000 }) ?? 18_080,
      ...optionalNumbers(values, ['seed', 'orders', 'customers', 'products']),
      ...(journal !== undefined && { journal }),
      https: values['https'] === true,
    });
    try {
      if (values['json'] === true) output.result(JSON.stringify({ mailchimp: started.mailchimp, mplus: { ...started.mplus, ...(started.secureMplus && { secure: started.secureMplus }) }, quickbooks: started.quickbooks }));
      output.tell(`MailChimp    ${started.mailchimp.baseUrl}  audience ${started.mailchimp.listId}`);
      output.tell(`MplusKASSA   ${started.mplus.baseUrl}  ident ${started.mplus.ident}`);
      if (started.secureMplus) output.tell(`             ${started.secureMplus.baseUrl}  with a certificate of its own (--json prints it)`);
      output.tell(`QuickBooks   ${started.quickbooks.baseUrl}  company ${started.quickbooks.realmId}`);
      output.tell('Made-up services with made-up data, on this machine only. Ctrl-C stops them.');
      await new Promise<void>((resolve) => void whenAborted(signal, resolve));
    } finally {
      await started.stop();
    }
    return exitCodes.done;
  },
};

function optionalNumbers<K extends string>(values: Parameters<Command['run']>[0]['values'], names: readonly K[]): { [key in K]?: number } {
  const found: { [key in K]?: number } = {};
  for (const name of names) {
    const number = numberOption(values, name, { max: 1_000_000 });
    if (number !== undefined) found[name] = number;
  }
  return found;
}
