import type { email as english } from '../en/email.ts'

/** The words of the page on which users change their e-mail address, in Brazilian Portuguese. */
export const email: typeof english = {
  ownEmail: {
    lead: 'As mensagens sobre a sua conta vão para este endereço, também o link para uma senha esquecida.',
    current: 'Seu e-mail',
    none: 'Você não tem um e-mail aqui. Se esquecer a senha, não conseguirá voltar à conta.',
    confirmed: 'confirmado',
    unconfirmed: 'não confirmado',
    confirm: 'Enviar um link de confirmação',
    new: 'Novo e-mail',
    hint: 'Enviaremos um link para ele. Seu e-mail muda quando você abrir o link e apertar o botão.',
    save: 'Enviar o link',
    sent: 'Confira seu e-mail',
    sentTo: (address) => `Uma mensagem com um link está a caminho de ${address}. O link funciona por 30 minutos.`,
    invalid: 'Isto não é um endereço de e-mail.',
    same: 'Este já é o seu e-mail.',
    wait: (duration) => `Vários links já foram enviados. Aguarde ${duration} e tente de novo.`,
    failed: 'Nada foi alterado',
    ofFile: 'Seu e-mail é definido pelo operador deste servidor, que pode alterá-lo.',
  },
}
