/** “My account”: navigation next to the content where there is room, a way back above it elsewhere. */
export const account = `
.account-nav { display: none; }
.account-back { margin-bottom: .25rem; }
.account-back a { display: inline-flex; align-items: center; gap: .375rem; min-height: 2.75rem; font-weight: 600; }
.account-back a::before { content: '←' / ''; }
.account-back a:dir(rtl)::before { content: '→' / ''; }
.account-content > .intro { margin-bottom: 1.25rem; }
.account-content > .notice { margin-bottom: 1.25rem; }
.account-owner { display: flex; align-items: center; gap: min(1rem, 4vw); margin-bottom: 1.25rem; }
.account-owner p { min-width: 0; }
.section-cards { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: .875rem; }
.section-cards a {
  display: grid; align-content: start; gap: .25rem; height: 100%; padding: 1rem min(1.25rem, 5vw); color: var(--ink); text-decoration: none;
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow);
}
.section-cards a:hover { border-color: var(--accent); }
.section-card-name { font-weight: 640; color: var(--accent); }
.section-cards a:hover .section-card-name { text-decoration: underline; text-underline-offset: .2em; }
.events { list-style: none; }
.events li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .625rem 1rem; }
.events p { min-width: 0; }
.pager { margin-top: 1rem; max-width: 28rem; }
.panel { padding: 1.25rem min(1.5rem, 5vw); background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem; box-shadow: var(--shadow); }
.panel + .panel, .rows + .panel, .panel + .rows { margin-top: 1.25rem; }
.panel > * + * { margin-top: .875rem; }
.panels { display: grid; gap: 1.25rem; }
.panels .panel + .panel { margin-top: 0; }
.panels > .actions { max-width: 16rem; }
.remark + .panels { margin-top: 1.25rem; }
.field-grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 1rem 1.25rem; align-items: end; }
.panel .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); }
.panel .actions { max-width: 24rem; }
.panel h2 { font-size: 1.125rem; }
.passkeys { list-style: none; }
.passkeys > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1rem; padding: .875rem min(1.25rem, 5vw); }
.passkeys > li > p { min-width: min(100%, 14rem); flex: 1; overflow-wrap: anywhere; }
.row-tools { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.row-tools:has([open]) { flex-basis: 100%; }
.row-tools > [open] { flex-basis: 100%; }
.row-tools .stack-wide { max-width: 30rem; }
form:has(> .rows) + .panel, .quiet-text + .panel { margin-top: 1.25rem; }
.login-row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .875rem; padding: .875rem min(1.25rem, 4vw); }
.login-row > .monogram { flex: none; }
.login-words { flex: 1 1 min(11rem, 60%); min-width: 0; overflow-wrap: anywhere; }
.row-tools .actions, .panel > .passkey { max-width: 20rem; }
.panel > :first-child[hidden] + * { margin-top: 0; }
@media (min-width: 50rem) {
  .account-frame { display: grid; grid-template-columns: 12.5rem minmax(0, 44rem); gap: 2.5rem; align-items: start; }
  .account-back { display: none; }
  .account-nav { display: block; position: sticky; top: 1rem; }
  .account-nav ul { list-style: none; display: grid; gap: .125rem; }
  .account-nav a {
    display: flex; align-items: center; min-height: 2.5rem; padding: .375rem .875rem; border-radius: .625rem;
    color: var(--ink); text-decoration: none; font-weight: 560;
  }
  .account-nav a:hover { background: var(--card); color: var(--accent); }
  .account-nav a[aria-current] { background: var(--card); color: var(--accent); font-weight: 640; box-shadow: inset .1875rem 0 0 var(--brass), 0 0 0 1px var(--line); }
  .account-nav a[aria-current]:dir(rtl) { box-shadow: inset -.1875rem 0 0 var(--brass), 0 0 0 1px var(--line); }
}
@media (forced-colors: active) { .account-nav a[aria-current] { outline: 2px solid Highlight; } }
@media print { .account-nav, .account-back { display: none; } }
`
