import type { Notice } from '#shared/ipc/contract.ts';
import { pickLanguage, type Language } from '#shared/languages.ts';

type Said = { readonly title: string; readonly body: string };
type Texts = { readonly [K in Notice['kind']]: (notice: Extract<Notice, { readonly kind: K }>) => Said };

const hours = (ms: number) => Math.round(ms / 3_600_000);
const days = (ms: number) => Math.round(ms / 86_400_000);

const en: Texts = {
  runFailed: ({ flowName }) => ({ title: flowName, body: 'The run failed. Click to see why.' }),
  newProblems: ({ flowName, count }) => ({ title: flowName, body: count === 1 ? 'One record needs a decision.' : `${count} records need a decision.` }),
  notRun: ({ flowName, within }) => ({ title: flowName, body: `Has not run through for more than ${hours(within)} hours.` }),
  nothingRead: ({ flowName, within }) => ({ title: flowName, body: `Has read nothing new for more than ${days(within)} days.` }),
  needsOwner: ({ connectionName }) => ({ title: connectionName, body: 'Sign in again: the service no longer lets Fluxo in.' }),
};
const nl: Texts = {
  runFailed: ({ flowName }) => ({ title: flowName, body: 'De run is mislukt. Klik om te zien waarom.' }),
  newProblems: ({ flowName, count }) => ({ title: flowName, body: count === 1 ? 'Eén record heeft een beslissing nodig.' : `${count} records hebben een beslissing nodig.` }),
  notRun: ({ flowName, within }) => ({ title: flowName, body: `Is al meer dan ${hours(within)} uur niet helemaal doorgelopen.` }),
  nothingRead: ({ flowName, within }) => ({ title: flowName, body: `Heeft al meer dan ${days(within)} dagen niets nieuws gelezen.` }),
  needsOwner: ({ connectionName }) => ({ title: connectionName, body: 'Log opnieuw in: de dienst laat Fluxo niet meer binnen.' }),
};
const pt: Texts = {
  runFailed: ({ flowName }) => ({ title: flowName, body: 'A execução falhou. Clique para ver por quê.' }),
  newProblems: ({ flowName, count }) => ({ title: flowName, body: count === 1 ? 'Um registro precisa de uma decisão.' : `${count} registros precisam de uma decisão.` }),
  notRun: ({ flowName, within }) => ({ title: flowName, body: `Não roda até o fim há mais de ${hours(within)} horas.` }),
  nothingRead: ({ flowName, within }) => ({ title: flowName, body: `Não lê nada de novo há mais de ${days(within)} dias.` }),
  needsOwner: ({ connectionName }) => ({ title: connectionName, body: 'Entre de novo: o serviço não deixa mais o Fluxo entrar.' }),
};

const texts: Readonly<Record<Language, Texts>> = { en, nl, pt };

/** What a notification says: names the user gave and counts, nothing of a record. English for a language Fluxo does not speak. */
export function sayNotice(notice: Notice, language: string): Said {
  return (texts[pickLanguage(language)][notice.kind] as (notice: Notice) => Said)(notice);
}
