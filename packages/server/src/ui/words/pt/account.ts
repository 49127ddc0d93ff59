import type { account as english } from '../en/account.ts'

/** The words of “My account” in Brazilian Portuguese. */
export const account: typeof english = {
  myAccount: {
    title: 'Minha conta',
    nav: 'Minha conta',
    back: 'Minha conta',
    sections: {
      overview: 'Visão geral',
      profile: 'Perfil',
      email: 'E-mail',
      passkeys: 'Chaves de acesso',
      password: 'Senha',
      secondFactor: 'Verificação em duas etapas',
      sessions: 'Sessões',
      activity: 'Atividade',
      data: 'Seus dados',
      logins: 'Contas vinculadas',
      keys: 'Minhas chaves',
    },
    about: {
      profile: 'Seu nome e o que mais os apps podem ver sobre você.',
      email: 'Para onde vão as mensagens sobre a sua conta. Altere ou confirme o endereço.',
      passkeys: 'Entre com a impressão digital, o rosto ou um PIN em vez da senha.',
      password: 'Altere a senha e encerre as outras sessões.',
      activity: 'Acessos, chaves e alterações, a partir do mais recente.',
      secondFactor: 'Um código do celular depois da senha, códigos de recuperação e dispositivos lembrados.',
      sessions: 'Os navegadores em que você entrou e como sair deles.',
      data: 'Baixe tudo o que temos sobre você ou exclua a conta.',
      logins: 'Entre aqui com contas de outros serviços.',
      keys: 'Quais apps podem usar seus dados e até quando.',
    },
    username: (username: string) => `Nome de usuário: ${username}`,
    titleOf: (section: string) => `${section} · Minha conta`,
    titleAfter: (outcome: string, title: string) => `${outcome} · ${title}`,
  },
}
