import type { passkeys as english } from '../en/passkeys.ts'

/** The words of passkeys in Brazilian Portuguese. */
export const passkeys: typeof english = {
  passkeys: {
    lead: 'Uma chave de acesso (passkey) substitui sua senha: você desbloqueia o dispositivo com o PIN, a impressão digital ou o rosto, e pronto.',
    use: 'Usar chave de acesso',
    add: 'Adicionar chave de acesso',
    cancelled:
      'Nenhuma chave de acesso foi usada: o pedido foi cancelado ou demorou demais. Tente de novo ou continue sem ela.',
    known: 'Este dispositivo já tem uma chave de acesso da sua conta.',
    failed: 'Seu navegador não conseguiu usar uma chave de acesso. Tente de novo ou continue sem ela.',
    otherwiseLogin: 'Chaves de acesso precisam de JavaScript e de um navegador recente. Entre com sua senha.',
    otherwiseSecond: 'Chaves de acesso precisam de JavaScript e de um navegador recente. Use um código.',
    otherwiseAdd:
      'Este navegador não pode adicionar chaves de acesso: o JavaScript está desativado ou o navegador não é compatível. Ative o JavaScript ou abra esta página em uma versão recente do Chrome, Edge, Firefox ou Safari.',
    refused: 'A chave de acesso não foi aceita.',
    refusedText:
      'Use outra chave de acesso ou entre de outra forma. Se você a removeu aqui, exclua-a também do seu dispositivo.',
    expired: 'O tempo acabou.',
    expiredText: 'Tente de novo; você tem cinco minutos.',
    none: 'Você ainda não tem chaves de acesso',
    noneText: 'Adicione uma neste dispositivo. Você pode adicionar outras em outros dispositivos, até 20.',
    created: (date: string, lastUse: string) => `Adicionada ${date} · último uso: ${lastUse}`,
    synced: 'em todos os seus dispositivos',
    rename: 'Renomear',
    name: 'Nome',
    save: 'Salvar nome',
    remove: 'Remover',
    removeIt: 'Remover chave de acesso',
    about: (name: string) => `a chave de acesso “${name}”`,
    removeText:
      'Ninguém mais poderá entrar com ela, e suas sessões em todos os outros lugares serão encerradas. Seu dispositivo pode continuar a oferecê-la até que você a exclua nele.',
    added: (name: string) => `Chave de acesso “${name}” adicionada.`,
    addedText: 'Da próxima vez, escolha “Usar chave de acesso” ao entrar. Você pode renomeá-la abaixo.',
    renamed: (name: string) => `A chave de acesso agora se chama “${name}”.`,
    renamedText: 'O nome aparece só aqui.',
    removed: (name: string) => `Chave de acesso “${name}” removida.`,
    removedText: 'Você pode excluí-la também do seu dispositivo: ela não abre mais nada aqui.',
    gone: 'Nada foi alterado.',
    goneText: 'Esta chave de acesso não existe mais.',
    last: 'Esta é sua única forma de entrar.',
    lastText: 'Primeiro defina uma senha ou adicione outra chave de acesso. Depois você poderá remover esta.',
    full: 'Você tem 20 chaves de acesso, o máximo por conta.',
    fullText: 'Remova uma que você não usa mais e depois adicione a nova.',
    notAdded: 'A chave de acesso não foi adicionada.',
    notAddedText: 'A resposta do seu navegador não foi aceita. Tente de novo ou use outro dispositivo.',
    unavailable: 'Chaves de acesso não estão disponíveis aqui',
    unavailableText:
      'Os navegadores oferecem chaves de acesso só em endereços https com um nome de host. Fale com o administrador deste servidor e use uma senha até lá.',
    recovery: 'Se você perder todas as suas chaves de acesso',
    recoveryByMail:
      'Entre com sua senha ou defina uma nova por e-mail em “Esqueceu a senha?”. Depois remova o que você perdeu e adicione uma nova chave de acesso aqui.',
    recoveryByPassword:
      'Entre com sua senha. Depois remova o que você perdeu e adicione uma nova chave de acesso aqui.',
  },
}
