import { Calendar, CircleDot, Hash, List, ToggleLeft, Type, type LucideIcon } from 'lucide-react';
import type { FieldType } from '#shared/entities/fields.ts';

/** The mark of a field's type, the same on both sides of the mapper. */
export const typeIcons: Readonly<Record<FieldType, LucideIcon>> = { text: Type, decimal: Hash, date: Calendar, datetime: Calendar, boolean: ToggleLeft, list: List, object: CircleDot };
