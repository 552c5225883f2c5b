import { pickLanguage, type Language } from '#shared/languages.ts';

const en = {
  file: 'File', flow: 'Flow', edit: 'Edit', view: 'View', go: 'Go', window: 'Window', help: 'Help',
  save: 'Keep a version', versions: 'Versions', run: 'Run now', dryRun: 'Dry run', stop: 'Stop', layout: 'Tidy up',
  duplicate: 'Duplicate', disable: 'Turn node on or off', find: 'Find', findEverywhere: 'Find in all flows', replace: 'Find and replace',
  palette: 'Command palette', fit: 'Fit to window', zoomIn: 'Zoom in', zoomOut: 'Zoom out', sideBar: 'Side bar', inspector: 'Inspector', dock: 'Log, problems and runs',
  home: 'Home', connections: 'Connections', problems: 'Problems', settings: 'Settings',
  shortcuts: 'Keyboard shortcuts', about: 'About Fluxo',
} as const;
export type MenuTexts = Readonly<Record<keyof typeof en, string>>;

const nl: MenuTexts = {
  file: 'Bestand', flow: 'Flow', edit: 'Bewerken', view: 'Beeld', go: 'Ga', window: 'Venster', help: 'Help',
  save: 'Versie bewaren', versions: 'Versies', run: 'Nu starten', dryRun: 'Proefrun', stop: 'Stoppen', layout: 'Tekening ordenen',
  duplicate: 'Dupliceren', disable: 'Node uit- of inschakelen', find: 'Zoeken', findEverywhere: 'Zoeken in alle flows', replace: 'Zoeken en vervangen',
  palette: 'Opdrachten', fit: 'Hele flow in beeld', zoomIn: 'Inzoomen', zoomOut: 'Uitzoomen', sideBar: 'Zijbalk', inspector: 'Eigenschappen', dock: 'Log, problemen en runs',
  home: 'Start', connections: 'Verbindingen', problems: 'Problemen', settings: 'Instellingen',
  shortcuts: 'Sneltoetsen', about: 'Over Fluxo',
};
const pt: MenuTexts = {
  file: 'Arquivo', flow: 'Fluxo', edit: 'Editar', view: 'Exibir', go: 'Ir', window: 'Janela', help: 'Ajuda',
  save: 'Guardar versão', versions: 'Versões', run: 'Executar agora', dryRun: 'Simular', stop: 'Parar', layout: 'Arrumar o desenho',
  duplicate: 'Duplicar', disable: 'Ligar ou desligar o nó', find: 'Localizar', findEverywhere: 'Localizar em todos os fluxos', replace: 'Localizar e substituir',
  palette: 'Buscar ou fazer qualquer coisa', fit: 'Ver o fluxo inteiro', zoomIn: 'Aproximar', zoomOut: 'Afastar', sideBar: 'Barra lateral', inspector: 'Inspetor', dock: 'Log, problemas e execuções',
  home: 'Início', connections: 'Conexões', problems: 'Problemas', settings: 'Configurações',
  shortcuts: 'Atalhos de teclado', about: 'Sobre o Fluxo',
};

const texts: Readonly<Record<Language, MenuTexts>> = { en, nl, pt };

/** The menu's words in a language such as `nl` or `pt-BR`; English for one that Fluxo does not speak. */
export function menuTexts(language: string): MenuTexts {
  return texts[pickLanguage(language)];
}
