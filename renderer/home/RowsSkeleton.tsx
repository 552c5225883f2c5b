import { Skeleton } from '#renderer/ui/states.tsx';

/** Rows of two lines while they are being read. */
export function RowsSkeleton() {
  return (
    <div aria-busy>
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
          <Skeleton className="h-3 w-4/5" />
          <Skeleton className="h-2.5 w-2/5" />
        </div>
      ))}
    </div>
  );
}
