/** The list of keys, the tools above it, and the stub that tears off when a key is revoked. */
export const keyList = `
.key-list { display: grid; gap: .75rem; }
.key-row {
  position: relative; display: flex; flex-wrap: wrap; gap: .625rem min(1rem, 4vw); align-items: center;
  padding: 1rem min(1.25rem, 5vw); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow);
}
.key-row .monogram, .key-row .client-logo { width: min(2.75rem, 14vw); height: min(2.75rem, 14vw); border-radius: .75rem; object-fit: contain; }
.key-row-words { flex: 1 1 calc(100% - 7rem); min-width: 0; }
.key-row h2 { font-size: 1.0625rem; }
.key-row h2 a { color: var(--ink); text-decoration: none; }
/* The whole row leads to the page of its key; its buttons are above that. */
.key-row h2 a::after { content: ''; position: absolute; inset: 0; border-radius: 1rem; }
.key-row h2 a:hover { color: var(--accent); text-decoration: underline; text-underline-offset: .2em; }
.key-row:has(h2 a:hover) { border-color: var(--accent); }
.key-row h2 a:focus-visible { outline: none; }
.key-row h2 a:focus-visible::after { outline: 3px solid var(--focus); outline-offset: 2px; }
.key-row-rights { margin-top: .125rem; color: var(--muted); font-size: .9375rem; line-height: 1.4; }
.key-row-apis { font-weight: 600; }
.key-row-facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; flex: 1 1 9rem; font-size: .9375rem; line-height: 1.35; }
.key-row-facts dt { color: var(--muted); font-size: .8125rem; }
.key-row form, .key-row-actions { position: relative; }
.key-row-actions { display: flex; flex-wrap: wrap; gap: .5rem; }
.key-row-actions .button { min-height: 2.75rem; padding-inline: 1rem; }
.key-row-actions form .button:hover { border-color: var(--alert); color: var(--alert); }
.key-row-change { position: relative; flex: 1 0 100%; min-width: 0; border-top: 2px dashed var(--line); margin-top: .25rem; padding-top: .25rem; }
.key-row-change .actions { align-items: end; }
.key-tools { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.5rem; margin-bottom: 1rem; }
.key-search { display: flex; flex-wrap: wrap; gap: .5rem; flex: 1 1 18rem; align-items: center; }
.key-search .input { flex: 1 1 10rem; width: auto; min-width: 0; min-height: 2.75rem; }
.key-search .button { min-height: 2.75rem; padding-inline: 1rem; }
.key-found { flex-basis: 100%; color: var(--muted); font-size: .9375rem; }
.key-orders { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .75rem; color: var(--muted); font-size: .9375rem; }
.key-orders ul { display: flex; flex-wrap: wrap; list-style: none; }
.key-orders a { display: inline-flex; align-items: center; min-height: 2.75rem; padding-inline: .625rem; border-radius: .625rem; color: var(--muted); text-decoration: none; }
.key-orders a:hover { color: var(--accent); text-decoration: underline; }
.key-orders a[aria-current] { color: var(--accent); font-weight: 640; text-decoration: underline; text-decoration-thickness: .14em; text-underline-offset: .4em; }
.key-unused a, .key-back a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.key-pages { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem; margin-top: 1.25rem; }
.key-back { margin-bottom: -.25rem; }
.unused { list-style: none; }
.unused li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .75rem; align-items: center; padding: .75rem 1rem; }
.unused .monogram, .unused .client-logo { width: 2.25rem; height: 2.25rem; font-size: 1rem; border-radius: .625rem; object-fit: contain; }
.key-side .client-links { justify-content: start; }
.key-side .client-logo { width: 3rem; height: 3rem; object-fit: contain; border-radius: .75rem; }
.notice:has(.torn) { position: relative; padding-inline-end: min(8.5rem, 32vw); }
.torn { position: absolute; inset-inline-end: 1rem; top: .875rem; display: flex; width: min(6.75rem, 26vw); height: 3rem; pointer-events: none; }
.torn-tag, .torn-stub { border: 1px solid var(--line); background: var(--card); }
.torn-tag { position: relative; flex: 1; border-inline-end: 0; border-radius: .625rem 0 0 .625rem; }
.torn:dir(rtl) { transform: scaleX(-1); direction: ltr; }
.torn-tag::before {
  content: ''; position: absolute; top: .5rem; inset-inline-start: .5rem; width: .75rem; height: .75rem; border: .1875rem solid var(--brass); border-radius: 50%;
}
.torn-tag::after { content: ''; position: absolute; inset-block: 0; inset-inline-end: 0; border-inline-end: 2px dashed var(--line); }
.torn-stub {
  flex: 1; border-inline-start: 0; border-radius: 0 .625rem .625rem 0; transform-origin: 0 100%; transform: translate(.375rem, .25rem) rotate(9deg);
  background: linear-gradient(var(--line), var(--line)) .5rem .75rem / 1.5rem .25rem no-repeat, linear-gradient(var(--line), var(--line)) .5rem 1.375rem / 1.125rem .25rem no-repeat, var(--card);
}
.undo { margin-top: .75rem; }
.undo form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; }
.undo .button { min-height: 2.75rem; }
.undo { animation: undo-over 0s 10s forwards; }
@keyframes undo-over { to { visibility: hidden; height: 0; margin: 0; overflow: hidden; } }
@keyframes tear-off {
  0%, 20% { transform: none; }
  45% { transform: translate(.125rem, 0) rotate(5deg); }
  60% { transform: translate(.25rem, .125rem) rotate(4deg); }
  100% { transform: translate(.375rem, .25rem) rotate(9deg); }
}
@keyframes fall { to { transform: translate(1rem, 3.5rem) rotate(38deg); opacity: 0; } }
@media (prefers-reduced-motion: no-preference) {
  .torn-stub { animation: tear-off .9s .25s cubic-bezier(.3, 0, .3, 1) both, fall .55s 1.5s cubic-bezier(.5, 0, .9, .6) forwards; }
}
@media (min-width: 50rem) {
  .key-row { padding-block: .75rem; }
  .key-row-words { flex: 1 1 18rem; }
  .key-row-facts { display: grid; flex: none; grid-template-columns: 1fr 1fr; gap: 0 1rem; width: 22rem; }
}
@media (forced-colors: active) { .torn { display: none; } .key-row { border: 1px solid; } }
@media print { .key-tools, .undo, .torn { display: none; } }
`
