import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import type { Environment } from './connectionForm.ts';

const looks: Readonly<Record<Environment, string>> = {
  production: 'border-failed text-failed',
  sandbox: 'border-line-strong text-muted',
  demo: 'border-accent-line text-accent',
};

/** Real money or not: production stands out by a red outline, wherever a connection is shown. */
export function EnvironmentBadge({ environment, className }: { readonly environment: Environment; readonly className?: string }) {
  const { t } = useTranslation('connections');
  return <span className={classes('inline-flex h-4.5 shrink-0 items-center rounded-full border px-1.5 text-12 font-medium whitespace-nowrap', looks[environment], className)}>{t(`environment.${environment}`)}</span>;
}
