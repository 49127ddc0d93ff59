import type { general as english } from '../en/general.ts'
import { createDates, createUnits } from '../intl.ts'

/** The words of every page, and of times, in Brazilian Portuguese. */
export const general: typeof english = {
  layout: {
    skip: 'Pular para o conteúdo',
    myKeys: 'Minhas chaves',
    myAccount: 'Minha conta',
    logOut: 'Sair',
    switchAccount: 'trocar de conta',
    support: 'Ajuda',
    privacy: 'Política de privacidade',
    terms: 'Termos de uso',
    footer: 'Uma chave abre só o que você escolhe. Você pode retirá-la quando quiser.',
  },
  password: { show: 'Mostrar', hide: 'Ocultar', showPassword: 'Mostrar senha', hidePassword: 'Ocultar senha' },
  time: {
    never: 'nunca',
    justNow: 'agora mesmo',
    soon: 'em menos de um minuto',
    ...createUnits('pt'),
    ...createDates('pt'),
    joined: (larger: string, smaller: string) => `${larger} e ${smaller}`,
    ahead: (duration: string) => `em ${duration}`,
    ago: (duration: string) => `há ${duration}`,
    today: (time: string) => `hoje às ${time}`,
    tomorrow: (time: string) => `amanhã às ${time}`,
    yesterday: (time: string) => `ontem às ${time}`,
    on: (date: string) => `em ${date}`,
    exact: (date: string, time: string) => `${date}, ${time}`,
  },
  client: { policy: 'Política de privacidade', terms: 'Termos de uso' },
  account: { loggedInAs: 'Você entrou como', notYou: 'Não é você?', continueAsOther: 'Continuar com outra conta' },
  home: {
    title: 'Boas-vindas',
    heading: 'Entregue uma chave, não a sua senha.',
    lead: 'A chave do manobrista abre a porta e liga o carro, mas não abre o porta-malas. Aqui você dá chaves assim aos apps: escolhe o que cada uma abre e quanto tempo ela dura, e pode retirá-la quando quiser.',
    leadOfBrand:
      'Aqui você dá aos apps chaves dos seus dados: escolhe o que cada uma abre e quanto tempo ela dura, e pode retirá-la quando quiser.',
    logIn: 'Entrar para ver suas chaves',
    keys: 'Ver minhas chaves',
    account: 'Minha conta',
    developers: 'Para desenvolvedores',
    metadata: 'Metadados do servidor',
    publicKeys: 'Chaves públicas',
  },
}
