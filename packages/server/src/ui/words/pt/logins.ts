import type { logins as english } from '../en/logins.ts'

/** The words of “Linked accounts” in Brazilian Portuguese. */
export const logins: typeof english = {
  logins: {
    lead: 'Contas de outros serviços com que você pode entrar aqui.',
    none: 'Nenhuma conta vinculada ainda.',
    another: 'Vincular outra conta',
    anotherText: 'Você entra uma vez na outra conta e, a partir daí, pode usá-la para entrar aqui.',
    link: (provider: string) => `Vincular ${provider}`,
    unlink: 'Desvincular',
    linkedSince: (when: string) => `Vinculada ${when}`,
    lastUsed: (when: string) => `último uso: ${when}`,
    unused: 'ainda não usada',
    linked: 'Conta vinculada',
    unlinked: 'Conta desvinculada',
    last: 'Esta é sua única forma de entrar',
    outcomes: {
      linked: 'A partir de agora, você pode entrar com ela.',
      unlinked:
        'Ela não dá mais acesso à sua conta. As sessões abertas com ela em outros navegadores foram encerradas.',
      last: 'Primeiro defina uma senha, adicione uma chave de acesso ou vincule outra conta. Depois você poderá desvincular esta.',
    },
  },
}
