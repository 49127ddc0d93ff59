import type { ownData as english } from '../en/own-data.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of “Your data” in “My account”, and of an account that is to be deleted, in Brazilian Portuguese. */
export const ownData: typeof english = {
  ownData: {
    lead: 'Leve com você tudo o que guardamos sobre você, ou exclua a conta.',
    exportTitle: 'Baixar seus dados',
    exportText:
      'Um arquivo JSON com seu perfil, sessões, chaves, chaves de acesso, contas vinculadas e atividade. Ele não contém senhas nem segredos.',
    download: 'Baixar',
    deleteTitle: 'Excluir a conta',
    deleteText: (days) =>
      days === 0
        ? 'Você sai de todos os navegadores, e tudo é excluído na hora. Ninguém consegue recuperar.'
        : `Você sai de todos os navegadores na hora, e tudo é excluído em ${count(days, { one: '# dia', other: '# dias' })}. Até lá, você pode entrar e manter a conta.`,
    fromFile:
      'O operador deste servidor administra esta conta em um arquivo, a partir do qual ela voltaria. Peça a ele que a exclua.',
    fromDirectory: 'Esta conta pertence ao aplicativo do qual este servidor faz parte. Exclua-a lá.',
    confirm: (username) => `Para confirmar, digite seu nome de usuário: ${username}`,
    delete: 'Excluir minha conta',
    wrong: 'Este não é o seu nome de usuário. Nada foi alterado.',
    wrongTitle: 'Nada foi alterado',
    requestedTitle: 'Sua conta será excluída',
    requested: (time) =>
      `Ela será excluída ${time}, com tudo o que pertence a ela. Se mudar de ideia, entre antes disso.`,
    pendingTitle: 'Esta conta será excluída',
    pending: (time) => `Ela será excluída ${time}, porque você pediu.`,
    keep: 'Manter minha conta',
    goOn: 'Continuar sem mudar isso',
    kept: 'Conta mantida',
    keptTitle: 'Sua conta continua.',
  },
}
