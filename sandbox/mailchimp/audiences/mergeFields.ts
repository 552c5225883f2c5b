import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import type { JsonObject } from '../wire/json.ts';
import { objectAt, textAt } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { checkBody, choice, flag, integer, list, object, text } from '../wire/shape.ts';
import { findAudience } from './audience.ts';
import type { Audience } from './audience.ts';

const mergeTypes = ['text', 'number', 'address', 'phone', 'date', 'url', 'imageurl', 'radio', 'dropdown', 'birthday', 'zip'] as const;
export type MergeType = (typeof mergeTypes)[number];

export interface MergeField {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly type: MergeType;
  readonly required: boolean;
  /** Default value, order, options and help text, as sent. */
  readonly fields: JsonObject;
}

const mostFields = 30;
const tagForm = /^[A-Z0-9_]{1,10}$/;

const shape = object({
  name: text,
  type: choice(...mergeTypes),
  tag: text,
  required: flag,
  default_value: text,
  public: flag,
  display_order: integer,
  options: object({ default_country: integer, phone_format: text, date_format: text, choices: list(text), size: integer }),
  help_text: text,
});

/** Puts a field on an audience; the tag follows from its number when none is told. Throws 400 for a tag in use or of a wrong form. */
export function addMergeField(account: Account, audience: Audience, input: JsonObject): MergeField {
  if (audience.mergeFields.size >= mostFields) throw problem.bad(`This list already has the maximum of ${mostFields} merge fields.`);
  const id = Math.max(0, ...audience.mergeFields.keys()) + 1;
  const field = madeOf(audience, id, { tag: `MMERGE${id}`, required: false, ...input });
  audience.mergeFields.set(id, field);
  return field;
}

function madeOf(audience: Audience, id: number, input: JsonObject): MergeField {
  const { tag, name, type, required, ...fields } = input;
  const word = String(tag).toUpperCase();
  if (!tagForm.test(word)) throw problem.field('tag', 'A merge tag has at most 10 letters, digits and underscores.');
  for (const other of audience.mergeFields.values()) {
    if (other.tag === word && other.id !== id) throw problem.bad(`A Merge Field with the tag "${word}" already exists for this list.`);
  }
  return { id, tag: word, name: String(name), type: type as MergeType, required: required === true, fields };
}

function shown(audience: Audience, field: MergeField): JsonObject {
  const options = objectAt(field.fields, 'options');
  return withLinks(`lists/${audience.id}/merge-fields/${field.id}`, {
    merge_id: field.id,
    tag: field.tag,
    name: field.name,
    type: field.type,
    required: field.required,
    default_value: textAt(field.fields, 'default_value') ?? '',
    public: field.fields['public'] ?? false,
    display_order: field.fields['display_order'] ?? field.id + 1,
    options: { ...(field.type === 'address' ? { default_country: 164 } : field.type === 'text' ? { size: 25 } : {}), ...options },
    help_text: textAt(field.fields, 'help_text') ?? '',
    list_id: audience.id,
  });
}

const listFields: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const type = call.query.get('type');
  const required = call.query.get('required');
  const rows = [...audience.mergeFields.values()].filter((field) => (type === null || field.type === type) && (required === null || field.required === /^(true|1)$/i.test(required)));
  return withLinks(`lists/${audience.id}/merge-fields`, collection('merge_fields', rows, call.query, (field) => shown(audience, field), { list_id: audience.id }));
};

function findField(audience: Audience, id: string): MergeField {
  const field = audience.mergeFields.get(Number(id));
  if (!field) throw problem.notFound();
  return field;
}

export const mergeFieldRoutes: readonly Route[] = [
  {
    path: 'lists/*/merge-fields',
    name: 'merge-fields',
    verbs: {
      GET: listFields,
      POST: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        return shown(audience, addMergeField(account, audience, checkBody(shape, call.body, ['name', 'type'])));
      },
    },
  },
  {
    path: 'lists/*/merge-fields/*',
    name: 'merge-field',
    verbs: {
      GET: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        return shown(audience, findField(audience, idAt(call, 1)));
      },
      PATCH: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        const before = findField(audience, idAt(call, 1));
        // The type of a field stays what it was made as.
        const { type: _type, ...input } = checkBody(shape, call.body);
        const { tag, name, type, required } = before;
        const field = madeOf(audience, before.id, { ...before.fields, tag, name, type, required, ...input });
        audience.mergeFields.set(field.id, field);
        return shown(audience, field);
      },
      DELETE: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        const field = findField(audience, idAt(call, 1));
        audience.mergeFields.delete(field.id);
        for (const member of audience.members.values()) {
          const { [field.tag]: _gone, ...mergeFields } = member.mergeFields;
          audience.members.set(member.id, { ...member, mergeFields });
        }
        return undefined;
      },
    },
  },
];
