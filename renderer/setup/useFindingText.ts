import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Finding } from '#shared/setup/preflight.ts';
import { sayIssue } from '#renderer/canvas/issueText.ts';
import { useSpoken, type Said } from '#renderer/i18n/useSpoken.ts';

/** A finding in the reader's words, whoever found it. */
export function useFindingText(): (finding: Finding) => Said {
  const { ofError, ofReason } = useSpoken();
  const { t } = useTranslation(['editor', 'errors', 'settings']);
  return ({ said }) => {
    switch (said.by) {
      case 'look':
        return ofReason(said.reason);
      case 'service':
        return ofError(said.error);
      case 'check': {
        const { text: what, fix } = sayIssue(said.issue, said.issue.params?.['node'] ?? '', t as unknown as TFunction);
        return { what, fix };
      }
    }
  };
}
