import type { recover as english } from '../en/recover.ts'

/** The words of pages by which users get back in, and confirm addresses, in Brazilian Portuguese. */
export const recover: typeof english = {
  recover: {
    title: 'Recupere sua conta',
    text: 'Informe quem você é, e enviaremos um link para uma nova senha ao endereço de e-mail da sua conta.',
    who: 'Nome de usuário ou endereço de e-mail',
    send: 'Enviar o link',
    toLogin: 'Voltar para entrar',
    sent: 'Verifique seu e-mail',
    sentText:
      'Se existir uma conta com o que você digitou e ela tiver um endereço de e-mail, uma mensagem com um link está a caminho desse endereço. O link funciona por 30 minutos.',
    sentAdvice: 'Não chegou nada? Olhe na pasta de spam, confira o que você digitou ou peça ajuda ao administrador.',
    again: 'Tentar de novo',
    wait: 'Tentativas demais.',
    newPassword: 'Escolha uma nova senha',
    newPasswordText: (username: string) =>
      `Para a conta “${username}”. Suas sessões em todos os outros lugares serão encerradas.`,
    save: 'Salvar e entrar',
    dead: 'Este link não funciona mais',
    deadText: 'Ele já foi usado, tem mais de 30 minutos ou a conta mudou desde então. Peça outro.',
    askAgain: 'Pedir outro link',
    busy: 'O servidor está verificando senhas demais.',
  },
  confirmEmail: {
    title: 'Confirme seu endereço de e-mail',
    text: (address: string, username: string) => `${address} passa a ser o endereço de e-mail da conta “${username}”.`,
    confirm: 'Confirmar',
    done: 'Seu endereço de e-mail foi confirmado',
    doneText: (address: string) => `A partir de agora, as mensagens sobre sua conta vão para ${address}.`,
    toAccount: 'Ir para minha conta',
    dead: 'Este link não funciona mais',
    deadText: 'Ele já foi usado, tem mais de 30 minutos ou a conta mudou desde então.',
    toStart: 'Ir para a página inicial',
  },
  devOutbox: {
    title: 'Caixa de saída',
    text: 'Mensagens que este servidor de desenvolvimento enviaria, a partir da mais recente. Nada sai deste computador: defina mail na configuração para enviá-las.',
    none: 'Ainda não há mensagens.',
    to: 'Para',
    open: 'Abrir o link',
    refresh: 'Atualizar',
  },
}
