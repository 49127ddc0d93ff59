import type { sessions as english } from '../en/sessions.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of the list of browsers in which a user is logged in, in Brazilian Portuguese. */
export const sessions: typeof english = {
  sessions: {
    title: 'Onde sua conta está aberta',
    lead: 'Se você não reconhece uma destas sessões, encerre-a e depois altere sua senha.',
    thisBrowser: 'este navegador',
    seen: (login: string, last: string) => `Entrada: ${login} · última atividade: ${last}`,
    from: (address: string) => `do endereço ${address}`,
    logOutHere: 'Sair daqui',
    logOutThere: 'Encerrar sessão',
    logOutOf: (browser: string, login: string) => `${browser}, entrada: ${login}`,
    unknownBrowser: 'Um navegador',
    browserOn: (browser: string, system: string) => `${browser} no ${system}`,
    everywhere: 'Sair de todos os lugares',
    everywhereText:
      'Perdeu um dispositivo ou não confia em um deles? Encerre de uma vez as sessões em todos os navegadores.',
    revoke: 'Retirar também as chaves de todos os apps',
    revokeText: 'Os apps que trabalham para você na sua ausência também param.',
    all: 'Sair de todos os lugares',
    others: 'De todos, menos daqui',
  },
  sessionOutcomes: {
    ended: 'Sessão encerrada',
    endedOf: (browser: string) => `A sessão em ${browser} foi encerrada.`,
    keysStay: 'As chaves continuam como estão.',
    keysRevoked: (keys: number) => `${count(keys, { one: '# chave retirada', other: '# chaves retiradas' })}.`,
    othersEnded: 'Outras sessões encerradas',
    othersEndedTitle: 'Todas as suas outras sessões foram encerradas.',
    othersEndedText: (logins: number) =>
      `${count(logins, { one: '# sessão encerrada', other: '# sessões encerradas' })}.`,
    nothing: 'Nada mudou',
    nothingTitle: 'Nada foi alterado.',
    nothingText: 'A sessão naquele navegador já estava encerrada.',
  },
}
