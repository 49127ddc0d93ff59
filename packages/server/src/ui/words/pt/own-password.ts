import type { ownPassword as english } from '../en/own-password.ts'

/** The words of “Password” in Brazilian Portuguese. */
export const ownPassword: typeof english = {
  ownPassword: {
    lead: 'Uma nova senha encerra suas sessões em todos os outros navegadores. Os apps mantêm as chaves que você deu a eles.',
    none: 'Sua conta ainda não tem senha. Com uma senha, você também pode entrar sem as outras formas.',
    current: 'Senha atual',
    save: 'Alterar senha',
    set: 'Definir senha',
    wrong: 'Esta não é sua senha atual.',
    wrongTitle: 'A senha atual está incorreta',
    refusedTitle: 'Não é possível usar a nova senha',
    same: 'Esta já é sua senha atual. Escolha outra.',
    wait: (duration: string) => `Tentativas demais. Aguarde ${duration} e tente de novo.`,
    raced: 'Sua senha foi alterada em outro lugar nesse meio-tempo. Nada foi alterado aqui.',
    done: 'Senha alterada',
    doneTitle: 'Sua senha foi alterada.',
    doneText: 'As sessões em todos os outros navegadores foram encerradas.',
  },
}
