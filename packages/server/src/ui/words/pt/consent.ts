import type { consent as english } from '../en/consent.ts'

/** The words of giving a key in Brazilian Portuguese. */
export const consent: typeof english = {
  rights: {
    identity: 'Sua identidade',
    identityScopes: {
      openid: 'Saber quem você é',
      profile: 'Ver seu nome e seu perfil',
      email: 'Ver seu endereço de e-mail',
      address: 'Ver seu endereço postal',
      phone: 'Ver seu número de telefone',
    },
    claim: (claim: string) => `Ver este dado seu: ${claim.replaceAll('_', ' ')}`,
    unset: 'não informado',
    useApi: (api: string) => `Usar ${api}, sem permissão específica`,
    sensitive: 'Sensível: permita somente se tiver certeza.',
    sensitiveHeld: 'Sensível',
    held: 'O app já pode:',
    more: 'Agora ele pede mais:',
  },
  consent: {
    asksForKey: (app: string) => `${app} pede uma chave`,
    asksForMore: (app: string) => `${app} pede mais acesso`,
    onlyTicked: 'O app recebe só o que você deixar marcado.',
    noPassword: 'Ele nunca recebe sua senha.',
    unverified: 'não verificado',
    unverifiedText: 'Ninguém verificou quem é responsável por este app. Permita só se foi você que começou isto.',
    noRights: 'O app não pede nenhuma permissão. A chave só registra que você o autorizou.',
    duration: 'Duração da chave',
    durations: { once: 'Uma vez', hour: '1 hora', month: '30 dias', always: 'Sem fim' },
    nothingTicked: 'Nada está marcado: “Permitir” tem o mesmo efeito que “Recusar”.',
    allow: 'Permitir',
    deny: 'Recusar',
    target: (host: string) => `Você vai para ${host}`,
    targetOnComputer: (host: string) =>
      `Você vai para ${host}, um app neste computador. Permita só se você acabou de abri-lo.`,
  },
  confirm: {
    title: (app: string) => `Continuar em ${app}`,
    question: (app: string) => `Continuar em ${app}?`,
    text: 'Você já permitiu isto antes. Continue só se foi você que começou agora.',
    continueAs: (account: string) => `Continuar como ${account}`,
  },
  toApp: {
    title: 'De volta ao app',
    sent: 'Sua decisão foi enviada ao app. Você pode fechar esta aba.',
    open: 'Abrir o app',
    press: 'Se nada acontecer, use o botão.',
    continue: 'Continuar',
  },
}
