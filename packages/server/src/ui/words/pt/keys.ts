import type { keys as english } from '../en/keys.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of “My keys” in Brazilian Portuguese. */
export const keys: typeof english = {
  keys: {
    title: 'Minhas chaves',
    titleAfter: (outcome: string) => `${outcome} · Minhas chaves`,
    lead: 'Com cada chave, um app pode usar parte dos seus dados. Limite, encurte ou retire uma chave aqui.',
    none: 'Nenhum app tem uma chave',
    noneText:
      'Quando você der acesso a um app, a chave dele aparecerá aqui. Você verá o que o app pode fazer, quando ele a usou pela última vez e quando o acesso termina, e poderá retirar a chave.',
    given: 'Concedida',
    lastUsed: 'Último uso',
    notYet: 'ainda não',
    used: (times: number) => `usada ${count(times, { one: '# vez', other: '# vezes' })}`,
    ends: 'Termina',
    endsByTaking: 'quando você a retirar',
    endsEarlier: (time: string) => `termina antes: ${time}`,
    change: 'Alterar esta chave',
    changeOf: (app: string) => `, de ${app}`,
    untick: 'Desmarque o que a chave não deve mais permitir.',
    endSooner: 'Terminar antes',
    keepNoEnd: 'Não, manter até eu retirar',
    keepEnd: 'Não, manter o prazo',
    endIn: (duration: string) => `Em ${duration}`,
    save: 'Salvar alterações',
    saveOf: (app: string) => `na chave de ${app}`,
    takeBack: 'Retirar esta chave',
    takeBackShort: 'Retirar',
    more: (rights: number) => `mais ${rights}`,
    takeBackOf: (app: string) => `de ${app}`,
    stopsAtOnce: 'Ela deixa de funcionar assim que você a retira.',
    stopsWithin: (duration: string) => `Depois que você a retira, ela deixa de funcionar em até ${duration}.`,
  },
  outcomes: {
    takenBack: 'Chave retirada',
    takenBackFrom: (app: string) => `Você retirou a chave de ${app}.`,
    noKeyLeft: 'O app não tem mais acesso aos seus dados.',
    keysLeft: (app: string, keys: number) =>
      `Esta chave não funciona mais. ${app} ainda tem ${count(keys, { one: 'outra chave', other: 'outras # chaves' })}, abaixo.`,
    late: (api: string, duration: string) => `${api} deixa de aceitá-la em até ${duration}.`,
    changed: 'Chave alterada',
    changedOf: (app: string) => `Você alterou a chave de ${app}.`,
    narrowed: 'Agora ela abre só o que você vê abaixo.',
    narrowedUntil: (duration: string) => `Agora ela abre só o que você vê abaixo. Ela termina em ${duration}.`,
    until: (duration: string) => `Agora ela termina em ${duration}.`,
    show: 'Ver esta chave',
    unchanged: 'Nada mudou',
    unchangedOf: (app: string) => `A chave de ${app} não mudou.`,
    unchangedText: 'Você não desmarcou nada nem escolheu um prazo menor.',
    undo: 'Desfazer',
    undoFor: (duration: string) => `Você pode desfazer isto por ${duration}.`,
    unusedTakenBack: 'Chaves retiradas',
    unusedTakenBackTitle: (keys: number) => `Você retirou ${count(keys, { one: '# chave', other: '# chaves' })}.`,
    noKeyLeftOfThese: 'Estes apps não podem mais usá-las.',
    restored: 'Chave restaurada',
    restoredTo: (app: string) => `${app} tem a chave de volta.`,
    restoredText: 'Ela abre o mesmo que antes.',
    allRestored: 'Chaves restauradas',
    allRestoredTitle: (keys: number) =>
      `${count(keys, { one: '# chave funciona', other: '# chaves funcionam' })} de novo.`,
    allRestoredText: 'Elas abrem o mesmo que antes.',
    nothing: 'Nada mudou',
    nothingTitle: 'Nada foi alterado.',
    nothingBecause: {
      gone: 'A chave foi alterada ou retirada nesse meio-tempo. Esta página mostra o estado atual.',
      tooLate: 'Os dez segundos para desfazer acabaram, ou isto já foi desfeito. Um app sem chave pode pedir outra.',
      empty: 'Uma chave precisa ter pelo menos uma permissão. Para encerrá-la, retire a chave.',
    },
  },
}
