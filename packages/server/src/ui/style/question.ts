/** Pages of a request: the client, the user, and the decision, which stays visible while scrolling. */
export const question = `
.question-card:has(.question-card-decision [name='decision']) .question-card-face { padding-top: 2.75rem; }
.question-card > form:has(.question-card-decision [name='decision']) { display: contents; }
.asks > * + *, .asker + p { margin-top: .25rem; }
.asks .lead { font-size: .9375rem; }
.asks .remark { text-align: start; }
.asker { display: grid; justify-items: center; gap: .5rem; }
.asker .monogram { width: min(2.5rem, 18vw); height: min(2.5rem, 18vw); font-size: 1.25rem; border-radius: .75rem; }
.asker .client-logo { width: min(4rem, 18vw); height: min(4rem, 18vw); object-fit: contain; border-radius: .75rem; }
.or { display: grid; grid-template-columns: 1fr auto 1fr; align-items: center; gap: .75rem; color: var(--muted); font-size: .9375rem; }
.or::before, .or::after { content: ''; border-top: 1px solid var(--line); }
.stack-wide > .way { margin-top: .5rem; font-size: .9375rem; }
.chip {
  display: inline-flex; flex-wrap: wrap; align-items: center; justify-content: center; max-width: 100%; padding: 0 .25rem 0 .3125rem;
  border: 1px solid var(--line); border-radius: 1.375rem; background: var(--sunk); font-size: .9375rem;
}
.chip .monogram { width: 1.75rem; height: 1.75rem; font-size: .875rem; }
.chip-name { padding-inline: .5rem .25rem; font-weight: 600; }
.chip .button { min-height: 2.25rem; font-size: .9375rem; border-radius: 1.25rem; }
.asks .asker { margin-top: .75rem; }
.client-links { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 1.25rem; list-style: none; font-size: .9375rem; }
.client-links a { display: inline-block; padding-block: .25rem; }
.accounts { list-style: none; }
.accounts li { display: flex; flex-wrap: wrap; align-items: center; justify-content: end; padding-inline-end: .375rem; }
.accounts li:hover { background: var(--sunk); }
.account {
  display: flex; flex: 1 1 9rem; align-items: center; gap: min(.875rem, 3vw); min-width: 0; min-height: 4rem;
  padding: .625rem min(.875rem, 3vw); font: inherit; color: var(--ink); text-align: start; background: none; border: 0;
  border-radius: .75rem; cursor: pointer;
}
.account:hover .account-name { text-decoration: underline; text-underline-offset: .2em; }
.account .monogram { width: min(2.5rem, 12vw); height: min(2.5rem, 12vw); font-size: 1.125rem; }
.account-words { display: grid; flex: 1; justify-items: start; gap: .125rem; min-width: 0; line-height: 1.3; }
.account-facts { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; }
.accounts .button { min-height: 2.75rem; padding-inline: .625rem; font-size: .9375rem; font-weight: 500; }
.account-name { font-weight: 640; }
.asked-more { margin-top: .75rem; }
.target { color: var(--muted); font-size: .9375rem; text-align: center; }
.target-host { font-weight: 640; color: var(--ink); overflow-wrap: anywhere; }
.target.warning { padding: .5rem .75rem; border-radius: .75rem; background: var(--warning-tint); color: var(--warning); text-align: start; }
.target.warning .target-host { color: inherit; }
/* With rights of several kinds, the rows are lower and two groups are side by side where there is room. */
.question-card-section:has(.api ~ .api) .check { min-height: 2.375rem; padding-block: .375rem; }
@media (min-width: 54rem) {
  main.narrow:has(.question-card .api ~ .api) { max-width: 50rem; }
  .question-card-section:has(.api ~ .api) { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .875rem 1.25rem; }
  .question-card-section:has(.api ~ .api) > * { margin-top: 0; }
  .question-card-section:has(.api ~ .api) > :not(.api) { grid-column: 1 / -1; }
}
.question-card-decision .actions:has([name='decision']) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 6rem), 1fr)); }
.question-card:has(.question-card-decision [name='decision']) { container-type: inline-size; }
@media (min-height: 26rem) {
  html:has(.question-card-decision [name='decision']) { scroll-padding-bottom: 9rem; }
  /* With large text the bar would cover the question. */
  @container (min-width: 15rem) {
    .question-card-decision:has([name='decision']) {
      position: sticky; bottom: 0; z-index: 1; background: var(--card); border-radius: 0 0 1.25rem 1.25rem;
    }
  }
}
@media (max-width: 30rem) {
  .question-card-decision:has([name='decision']) { padding-block: .75rem; }
  .question-card-decision:has([name='decision']) > * + * { margin-top: .5rem; }
}
`
