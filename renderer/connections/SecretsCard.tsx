import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useAppInfo } from '#renderer/queries/app.ts';
import { useSecretsError } from '#renderer/queries/connections.ts';
import { Skeleton } from '#renderer/ui/states.tsx';

const known = ['keychain', 'environment', 'file'] as const;

/** Where credentials are kept, as one of the words the texts know; `none` when there is no such place. */
export const backendKind = (backend: string | undefined) => known.find((one) => one === backend) ?? 'none';

/** Where credentials are kept on this machine; plain words, also when that place is missing. */
export function SecretsCard() {
  const { t } = useTranslation('connections');
  const { ofError } = useSpoken();
  const backend = useAppInfo().data?.secretBackend;
  const failed = useSecretsError();
  if (backend === undefined) return <Skeleton className="m-4 h-10" />;
  const kind = backendKind(backend);
  const isBroken = kind === 'none' || failed !== null;
  const Icon = isBroken ? ShieldAlert : ShieldCheck;
  const said = failed ? ofError(failed) : { what: t(`secrets.${kind}.title`), fix: t(`secrets.${kind}.text`) };
  return (
    <div className="flex shrink-0 items-start gap-2 border-t border-line px-4 py-3 text-12">
      <Icon size={14} aria-hidden className={isBroken ? 'mt-px shrink-0 text-failed' : 'mt-px shrink-0 text-muted'} />
      <div>
        <p className="font-medium">{said.what}</p>
        {said.fix && <p className="text-muted">{said.fix}</p>}
      </div>
    </div>
  );
}
