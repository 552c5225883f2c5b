import { createHash } from 'node:crypto';
import { pickLanguage, type Language } from '#shared/languages.ts';

/** What the person sees in the browser once the answer has arrived, or something else has. */
export type AnswerPage = 'received' | 'refused' | 'notOurs';

const texts: Readonly<Record<Language, Readonly<Record<AnswerPage, readonly [title: string, text: string]>>>> = {
  en: {
    received: ['Back to Fluxo', 'Fluxo has the answer and goes on by itself. You can close this page.'],
    refused: ['Nothing was connected', 'You did not agree, or the service refused. Fluxo says what to do. You can close this page.'],
    notOurs: ['Not the answer Fluxo waits for', 'This answer belongs to another try. Go back to Fluxo and sign in again from there.'],
  },
  nl: {
    received: ['Terug naar Fluxo', 'Fluxo heeft het antwoord en gaat vanzelf verder. Je kunt deze pagina sluiten.'],
    refused: ['Er is niets verbonden', 'Je ging niet akkoord, of de dienst weigerde. Fluxo zegt wat je kunt doen. Je kunt deze pagina sluiten.'],
    notOurs: ['Niet het antwoord waarop Fluxo wacht', 'Dit antwoord hoort bij een andere poging. Ga terug naar Fluxo en log daar opnieuw in.'],
  },
  pt: {
    received: ['De volta ao Fluxo', 'O Fluxo recebeu a resposta e continua sozinho. Você pode fechar esta página.'],
    refused: ['Nada foi conectado', 'Você não concordou, ou o serviço recusou. O Fluxo diz o que fazer. Você pode fechar esta página.'],
    notOurs: ['Não é a resposta que o Fluxo espera', 'Esta resposta é de outra tentativa. Volte ao Fluxo e entre de novo a partir dele.'],
  },
};

const style = ':root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0;padding:24px;text-align:center}h1{font-size:20px;font-weight:600;margin:0 0 8px}p{margin:0;max-width:40ch;opacity:.8}';

/** Nothing runs on the page, nothing is fetched by it and its address (which holds the code) goes nowhere. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  connection: 'close',
};

/** A page in the language of the app. Holds nothing of what came in. */
export function answerPage(page: AnswerPage, language: string): string {
  const spoken = pickLanguage(language);
  const [title, text] = texts[spoken][page];
  return `<!DOCTYPE html><html lang="${spoken}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Fluxo</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}
