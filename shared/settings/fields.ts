import type { CountryRow } from './countryTable.ts';
import type { ValueSetting } from './valueSetting.ts';

/**
 * A form as data. Nodes, streams, targets and connections describe their settings with these, so that
 * the inspector draws a form, the checker checks it and the CLI explains it, all from one place.
 * Labels are English; the screen translates them by `settings.<owner>.<key>`.
 */
interface SettingBase {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly required?: boolean;
  /** Heading it stands under; settings of a group stand together. */
  readonly group?: string;
  /** Only shown and checked while another setting has one of these values (compared as text). */
  readonly when?: { readonly key: string; readonly is: readonly string[] };
}

/** Where a pick list comes from: a list of a connection, read live. `source` = the connection that feeds the node's branch. */
export interface PickList {
  readonly list: string;
  readonly of: 'own' | 'source';
}

/** Which fields of the record a setting's value is taken from, so that its editor can show what comes in: the first path with a value counts. */
export interface SettingInput {
  readonly paths: readonly string[];
  /** `yesNo`: whether there is any value; `rate`: a percentage, however many digits it is written with. */
  readonly as?: 'yesNo' | 'rate';
}

export type SettingField = SettingBase &
  (
    | { readonly type: 'text'; readonly default?: string; readonly placeholder?: string; readonly maxLength?: number }
    /** Text with `{path}` placeholders of the entity. */
    | { readonly type: 'template'; readonly default?: string; readonly maxLength?: number }
    | { readonly type: 'number'; readonly default?: number; readonly min?: number; readonly max?: number; readonly integer?: boolean }
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'choice'; readonly options: readonly { readonly value: string; readonly label: string; readonly help?: string }[]; readonly default: string }
    /** One id out of a live list; typed by hand when offline. */
    | { readonly type: 'pick'; readonly from: PickList; readonly default?: string }
    /** Several ids out of a live list. */
    | { readonly type: 'pickMany'; readonly from: PickList; readonly default?: readonly string[] }
    /** The default-setting primitive, see valueSetting.ts. */
    | { readonly type: 'valueSetting'; readonly keys?: PickList; readonly values?: PickList; readonly input?: SettingInput; readonly default: ValueSetting }
    /** Rows by country, see countryTable.ts. */
    | { readonly type: 'countryTable'; readonly columns: readonly CountryColumn[]; /** The country it is asked for. */ readonly country?: SettingInput; readonly default?: readonly CountryRow[] }
    | { readonly type: 'conditions' }
    | { readonly type: 'mapping' }
    | { readonly type: 'date' }
    /** Connections only: never leaves the secret store again. */
    | { readonly type: 'secret' }
  );

export type SettingType = SettingField['type'];

export interface CountryColumn {
  readonly key: string;
  readonly label: string;
  readonly values?: PickList;
  /** Part of what a row is found by, beside the country (such as the tax rate). */
  readonly isKey?: boolean;
  /** Of a key column: where its value comes from. */
  readonly input?: SettingInput;
}

export type Settings = Readonly<Record<string, unknown>>;
