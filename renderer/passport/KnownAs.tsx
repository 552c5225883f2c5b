import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnownAs as Known } from '#shared/records/passport.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { usePageOf } from '#renderer/runs/problems/usePageOf.ts';
import { CopyButton } from '#renderer/runs/story/CopyButton.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { usePlaceWords } from './usePlaceWords.ts';

/** What a record is called in each system, and how Fluxo knows. */
export function KnownAs({ names }: { readonly names: readonly Known[] }) {
  const { t } = useTranslation('records');
  return (
    <section aria-label={t('passport.knownAs')} className="shrink-0 overflow-hidden rounded-8 border border-line bg-surface">
      <h3 className="border-b border-line px-3 py-1.5 text-12 font-medium text-muted">{t('passport.knownAs')}</h3>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-13" data-selectable>
          <thead className="sr-only">
            <tr>
              {(['system', 'kind', 'id', 'how'] as const).map((column) => <th key={column} scope="col">{t(`passport.column.${column}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => <NameRow key={`${name.connectionId} ${name.type} ${name.id}`} name={name} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function NameRow({ name }: { readonly name: Known }) {
  const { t } = useTranslation('records');
  const { ofType, ofConnection } = usePlaceWords();
  const connector = useConnections().data?.find((one) => one.id === name.connectionId)?.connector;
  const page = usePageOf(name.connectionId, name.type, name.id);
  return (
    <tr className="border-t border-line first:border-t-0">
      <td className="px-3 py-1.5">
        <span className="flex items-center gap-2">
          {connector && <ServiceMark connector={connector} size="small" />}
          <span className="truncate">{ofConnection(name.connectionId)}</span>
        </span>
      </td>
      <td className="px-3 py-1.5 text-muted">{ofType(name.type)}</td>
      <td className="tabular px-3 py-1.5">
        <span className="flex items-center gap-1">
          <span className="font-medium break-all">{name.label ?? name.id}</span>
          {name.label !== undefined && name.label !== name.id && <span className="text-12 text-faint">{t('passport.id', { id: name.id })}</span>}
          <CopyButton label={t('passport.copyId', { id: name.id })} text={() => name.id} />
          {page && (
            <a href={page} target="_blank" rel="noreferrer" draggable={false} aria-label={t('passport.openThere')} className="rounded-4 p-1 text-muted hover:bg-hover hover:text-text">
              <ExternalLink size={14} aria-hidden />
            </a>
          )}
        </span>
      </td>
      <td className="px-3 py-1.5 text-right"><Badge tone={name.how === 'made' ? 'accent' : 'neutral'}>{t(`passport.how_${name.how}`)}</Badge></td>
    </tr>
  );
}
