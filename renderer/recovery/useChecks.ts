import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge.ts';
import type { Backup } from '#shared/workspace/backups.ts';
import type { Checks } from './preselected.ts';

/** Looks at the copies one after another, newest first; a large one takes a while, and what is asked next waits for it. */
export function useChecks(backups: readonly Backup[] | undefined): Checks {
  const [checks, setChecks] = useState<Checks>(new Map());
  useEffect(() => {
    let isOver = false;
    void (async () => {
      for (const { name } of backups ?? []) {
        if (isOver) return;
        const isWhole = await call('backups.check', { name }).then((answer) => answer.isWhole, () => false);
        if (!isOver) setChecks((known) => new Map(known).set(name, isWhole));
      }
    })();
    return () => {
      isOver = true;
    };
  }, [backups]);
  return checks;
}
