import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { monogram } from '../../ui/monogram.ts'
import { phrase } from '../../ui/phrase.ts'
import { accountPage } from './frame.ts'

/** What the overview of the account shows. */
export type OverviewPage = {
  readonly chrome: Chrome
  readonly name: string
  readonly username: string
}

/** Shows whose account it is, and what is behind each section. */
export const overviewPage = ({ chrome, name, username }: OverviewPage): string => {
  const { myAccount } = chrome.words
  return accountPage({
    chrome,
    at: 'overview',
    body: html`<div class="account-owner">${monogram(name, 'person')}<p><strong>${theirs(name)}</strong>${name !== username && html`<br><span class="quiet-text">${phrase((mark) => myAccount.username(mark(theirs(username))))}</span>`}</p></div>
${sectionCards(chrome)}`,
  })
}

const sectionCards = ({ accountNav = [], words: { myAccount } }: Chrome): Html =>
  html`<ul class="section-cards">${accountNav.flatMap(({ name, href }) =>
    name === 'overview'
      ? []
      : [
          html`<li><a href="${safeLink(href)}"><span class="section-card-name">${myAccount.sections[name]}</span><span class="quiet-text">${myAccount.about[name]}</span></a></li>`,
        ],
  )}</ul>`
