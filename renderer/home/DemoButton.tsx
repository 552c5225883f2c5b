import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/route.ts';
import { useDemoState, useStartDemo } from '#renderer/queries/demo.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

/** Starts the look-alike services and opens the flow between them. Away while the demo runs: the banner stands then. */
export function DemoButton({ large = false }: { readonly large?: boolean }) {
  const { t } = useTranslation('home');
  const demo = useDemoState().data;
  const start = useStartDemo();
  if (demo?.running && !large) return null;
  return (
    <Button
      look="plain"
      size={large ? 'large' : 'normal'}
      icon={FlaskConical}
      busy={start.isPending}
      // A promise: with the demo's flow in the list this button may be gone before the answer is here.
      onClick={() => void start.mutateAsync({}).then((state) => state.flowId && navigate({ page: 'flow', flowId: state.flowId }), toastError)}
    >
      {start.isPending ? t('demo.starting') : t('demo.try')}
    </Button>
  );
}
