import { button, linkButton } from '../../ui/buttons.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { safeLink } from '../../ui/link.ts'
import { phrase } from '../../ui/phrase.ts'
import type { Words } from '../../ui/words/en.ts'
import { fewestToSearch, type ListQuery, orders, toListAddress } from './list-query.ts'

/** What the tools above and below the list show. */
export type ListTools = {
  readonly words: Words
  readonly path: string
  readonly query: ListQuery
  /** All keys, those that the search found, and the pages that these fill. */
  readonly all: number
  readonly found: number
  readonly pages: number
  /** How many were not used for long. */
  readonly unused: number
  readonly unusedHref: string
}

/** Search, order, and the way to the unused keys; each appears once it helps. */
export const listTools = (tools: ListTools): Html | false => {
  const { all, query, words, unused, unusedHref } = tools
  if (all < 2) return false
  const hasSearch = all >= fewestToSearch || query.search !== ''
  return html`<div class="key-tools">
${hasSearch && searchForm(tools)}
${orderLinks(tools)}
${unused > 0 && html`<p class="key-unused"><a href="${safeLink(unusedHref)}">${words.keyList.unused(unused)}</a></p>`}
</div>`
}

const searchForm = ({
  words: { keyList },
  path,
  query,
  found,
}: ListTools): Html => html`<form method="get" action="${safeLink(path)}" role="search" class="key-search">
${query.order !== orders[0] && html`<input type="hidden" name="sort" value="${query.order}">`}
<label class="unseen" for="q">${keyList.search}</label>
<input class="input" type="search" id="q" name="q" value="${query.search}" maxlength="100" placeholder="${keyList.search}" autocomplete="off">
${button({ label: keyList.find, weight: 'secondary' })}
${query.search !== '' && html`<p class="key-found" role="status">${keyList.found(found)} <a href="${safeLink(toListAddress(path, { ...query, search: '', page: 1 }))}">${keyList.showAll}</a></p>`}
</form>`

const orderLinks = ({
  words: { keyList },
  path,
  query,
}: ListTools): Html => html`<nav class="key-orders" aria-label="${keyList.sort}"><span aria-hidden="true">${keyList.sort}</span>
<ul>${orders.map(
  (order) =>
    html`<li><a href="${safeLink(toListAddress(path, { ...query, order, page: 1 }))}"${order === query.order && html` aria-current="true"`}>${keyList.orders[order]}</a></li>`,
)}</ul></nav>`

/** Leads to the other pages of a long list. */
export const pageLinks = ({ words: { keyList }, path, query, pages }: ListTools): Html | false => {
  if (pages < 2) return false
  const to = (page: number) => toListAddress(path, { ...query, page })
  return html`<nav class="key-pages" aria-label="${keyList.pages}">
${query.page > 1 && linkButton(to(query.page - 1), keyList.before, 'secondary')}
<p>${keyList.page(query.page, pages)}</p>
${query.page < pages && linkButton(to(query.page + 1), keyList.next, 'secondary')}
</nav>`
}

/** Says that a search found nothing. */
export const nothingFound = ({ words: { keyList }, query }: ListTools): Html =>
  html`<p class="quiet-text">${phrase((mark) => keyList.none(mark(theirs(query.search))))}</p>`
