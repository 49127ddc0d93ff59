import type { upstream as english } from '../en/upstream.ts'

/** The words of logins with accounts of other providers in Brazilian Portuguese. */
export const upstream: typeof english = {
  upstream: {
    failed: (provider: string) => `Não foi possível entrar com ${provider}`,
    faults: {
      declined: (provider: string) => `O acesso foi cancelado em ${provider}.`,
      unreachable: (provider: string) => `${provider} não responde no momento.`,
      expired: (provider: string) => `${provider} não reconhece mais este acesso: ele demorou demais ou já foi usado.`,
      clock: (provider: string) => `O relógio de ${provider} e o deste servidor não coincidem.`,
      misconfigured: (provider: string) => `Este servidor e ${provider} não conseguem se comunicar.`,
      untrusted: (provider: string) => `${provider} enviou uma resposta em que este servidor não confia.`,
    },
    advice: {
      declined: (provider: string) => `Tente de novo e permita o acesso em ${provider}, ou entre de outra forma.`,
      unreachable: () => 'Tente de novo em alguns minutos ou entre de outra forma.',
      expired: () => 'Tente de novo.',
      clock: () => 'Entre de outra forma e avise os responsáveis por este servidor.',
      misconfigured: () => 'Entre de outra forma e avise os responsáveis por este servidor.',
      untrusted: () => 'Nada foi alterado. Tente de novo ou entre de outra forma.',
    },
    again: (provider: string) => `Tentar ${provider} de novo`,
    otherWays: 'Entrar de outra forma',
    stale: 'Este acesso não é mais válido',
    staleText: (provider: string) =>
      `Ele demorou demais, já foi concluído ou começou em outro navegador. Comece de novo com ${provider}.`,
    linked: (provider: string) => `Esta conta de ${provider} já está em uso`,
    linkedText: (provider: string) =>
      `Ela já está vinculada a uma conta daqui. Entre com ${provider} ou use outra conta lá.`,
  },
  firstLogin: {
    title: (provider: string) => `Seu primeiro acesso com ${provider}`,
    whom: (provider: string, whom: string) => `Em ${provider}, você é ${whom}.`,
    username: 'Nome de usuário',
    usernameHint: 'É assim que você aparece aqui. Pode ser diferente do nome usado lá.',
    takeOver: (provider: string) => `Copiar de ${provider}`,
    verified: 'verificado',
    create: 'Criar conta',
    haveAccount: 'Você já tem uma conta aqui?',
    link: 'Entrar e vincular',
    otherWays: 'Entrar de outra forma',
    faults: {
      wrong: 'Digite um nome de usuário de 1 a 200 caracteres, sem espaços e sem @',
      taken: 'Este nome de usuário já está em uso: escolha outro',
    },
    known: 'Você já tem uma conta aqui',
    knownText: (provider: string) =>
      `Ela tem o mesmo endereço de e-mail. Entre nela uma vez; depois você também poderá usar ${provider}.`,
    none: (provider: string) => `Nenhuma conta daqui está vinculada a esta conta de ${provider}`,
    noneText: 'Se você tem uma conta aqui, entre nela e vincule as duas.',
    claims: {
      name: 'Nome completo',
      given_name: 'Nome',
      family_name: 'Sobrenome',
      middle_name: 'Nome do meio',
      nickname: 'Apelido',
      preferred_username: 'Nome de usuário preferido',
      email: 'Endereço de e-mail',
      picture: 'Foto',
      profile: 'Página de perfil',
      website: 'Site',
      zoneinfo: 'Fuso horário',
      locale: 'Idioma',
      gender: 'Gênero',
      birthdate: 'Data de nascimento',
      phone_number: 'Número de telefone',
    },
  },
  confirmLink: {
    title: (provider: string) => `Vincular ${provider} à sua conta?`,
    text: (provider: string, there: string, here: string) =>
      `${there}, de ${provider}, passa a ser uma forma de entrar como ${here} aqui.`,
    effect: (provider: string) =>
      `A partir daí, quem puder entrar nessa conta de ${provider} poderá entrar aqui como você.`,
    link: 'Vincular',
    cancel: 'Cancelar',
  },
}
