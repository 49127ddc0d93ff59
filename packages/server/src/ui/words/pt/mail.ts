import type { mail as english } from '../en/mail.ts'

/** The words of e-mail in Brazilian Portuguese. */
export const mail: typeof english = {
  mail: {
    greeting: (name: string) => `Olá, ${name}!`,
    greetingUnnamed: 'Olá!',
    recovery: {
      subject: (server: string) => `Escolha uma nova senha para ${server}`,
      text: (username: string, server: string) =>
        `Você, ou outra pessoa, pediu uma nova senha para a conta “${username}” em ${server}. Abra esta página para escolhê-la:`,
      action: 'Escolher uma nova senha',
      link: 'O link funciona uma vez, durante 30 minutos.',
      ignore: 'Se não foi você, não faça nada: sua senha continua a mesma.',
    },
    change: {
      subject: (server: string) => `Confirme seu endereço de e-mail para ${server}`,
      text: (username: string, address: string) =>
        `A conta “${username}” deve receber o endereço de e-mail ${address}. Abra esta página para confirmá-lo:`,
      action: 'Confirmar o endereço',
      link: 'O link funciona uma vez, durante 30 minutos.',
      ignore: 'Se não foi você, não faça nada: o endereço não será usado.',
    },
    notice: {
      when: (time: string) => `Quando: ${time}`,
      from: (browser: string, address: string) => `De onde: ${browser}, endereço ${address}`,
      fromAddress: (address: string) => `De onde: endereço ${address}`,
      notYou: 'Se não foi você, escolha uma nova senha imediatamente:',
      recover: 'Escolher uma nova senha',
      account: 'Se não foi você, fale com o administrador deste servidor.',
      deleted: {
        subject: 'Sua conta foi excluída',
        text: (username: string) => `Sua conta “${username}” foi excluída, com todos os dados guardados sobre ela.`,
      },
      changes: {
        'password-changed': {
          subject: 'Sua senha foi alterada',
          text: (username: string) => `A senha da sua conta “${username}” foi alterada.`,
        },
        'passkey-added': {
          subject: 'Uma chave de acesso foi adicionada',
          text: (username: string) => `Uma chave de acesso (passkey) foi adicionada à sua conta “${username}”.`,
        },
        'passkey-removed': {
          subject: 'Uma chave de acesso foi removida',
          text: (username: string) => `Uma chave de acesso (passkey) da sua conta “${username}” foi removida.`,
        },
        'second-factor-added': {
          subject: 'A verificação em duas etapas foi ativada',
          text: (username: string) => `Agora sua conta “${username}” pede uma segunda etapa para entrar.`,
        },
        'second-factor-removed': {
          subject: 'A verificação em duas etapas foi desativada',
          text: (username: string) => `Sua conta “${username}” não pede mais uma segunda etapa para entrar.`,
        },
        'recovery-codes-made': {
          subject: 'Novos códigos de recuperação foram gerados',
          text: (username: string) =>
            `Novos códigos de recuperação foram gerados para sua conta “${username}”. Os anteriores não funcionam mais.`,
        },
        'recovery-code-used': {
          subject: 'Um código de recuperação foi usado',
          text: (username: string) => `Um código de recuperação foi usado para entrar na sua conta “${username}”.`,
        },
        'email-changed': {
          subject: 'Seu endereço de e-mail foi alterado',
          text: (username: string) => `O endereço de e-mail da sua conta “${username}” foi alterado.`,
        },
        'login-linked': {
          subject: 'Uma conta de outro serviço foi vinculada',
          text: (username: string) => `Uma conta de outro serviço foi vinculada à sua conta “${username}”.`,
        },
        'login-unlinked': {
          subject: 'Uma conta de outro serviço foi desvinculada',
          text: (username: string) => `Uma conta de outro serviço foi desvinculada da sua conta “${username}”.`,
        },
        'deletion-requested': {
          subject: 'Sua conta será excluída',
          text: (username: string) => `A exclusão da sua conta “${username}” foi solicitada. Entre para mantê-la.`,
        },
        'deletion-cancelled': {
          subject: 'Sua conta será mantida',
          text: (username: string) => `A exclusão da sua conta “${username}” foi cancelada.`,
        },
      },
    },
  },
}
