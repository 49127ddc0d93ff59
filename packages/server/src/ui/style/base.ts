/** Type, and the frame of every page; the colours are in `palette.ts`. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --shadow: 0 1px 2px rgb(20 50 42 / 6%), 0 12px 32px -12px rgb(20 50 42 / 18%);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', 'Roboto Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 40px -16px rgb(0 0 0 / 60%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: grid;
  grid-template-rows: auto 1fr auto;
  grid-template-columns: minmax(0, 1fr);
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 var(--font);
  overflow-wrap: break-word;
}
h1, h2, h3, p, dl, dd, ul, fieldset, figure { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; font-weight: 680; }
h1 { font-size: clamp(1.375rem, 1rem + 1.7vw, 2rem); letter-spacing: -.025em; }
h2 { font-size: 1.1875rem; }
h3 { font-size: 1rem; }
p { text-wrap: pretty; }
:root:lang(ja) { line-break: strict; word-break: auto-phrase; }
/* Scripts whose letters join, or are as wide as they are high, need their own spacing. */
:root:is(:lang(ja, zh, ko), [dir='rtl']) :is(h1, h2, h3, .brand, .code-input) { letter-spacing: normal; }
fieldset { border: 0; min-width: 0; }
legend { padding: 0; }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
bdi, dd, li, td, label span { min-width: 0; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration-thickness: .08em; text-underline-offset: .2em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: .14em; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
main:focus-visible, .notice:focus-visible { outline: none; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
.skip {
  position: absolute; inset-inline-start: 1rem; top: -6rem; z-index: 2; padding: .75rem 1rem;
  background: var(--card); border-radius: .5rem; font-weight: 600;
}
.skip:focus { top: 1rem; }
.head {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem;
  width: 100%; max-width: 68rem; margin-inline: auto; padding: .625rem min(2rem, 4vw);
}
.brand {
  display: inline-flex; align-items: center; gap: .5rem; min-height: 2.75rem;
  color: var(--ink); font-weight: 700; letter-spacing: -.01em; text-decoration: none;
}
.brand:hover { color: var(--accent); }
.brand-logo { display: block; width: auto; height: 2rem; max-width: min(12rem, 50vw); object-fit: contain; }
.key-mark { width: 1.625rem; height: 1.625rem; color: var(--brass); flex: none; }
.who, .head-links { display: flex; flex-wrap: wrap; align-items: center; }
.who { margin-inline: max(-.5rem, -4vw); max-width: calc(100% + min(1rem, 8vw)); }
.who-name { position: relative; padding-inline: .5rem; color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 15rem; }
.head-link { display: inline-flex; align-items: center; min-height: 2.75rem; padding-inline: .5rem; font-weight: 600; }
.head-link.who-name { display: block; line-height: 2.75rem; }
/* The name is in the line of the brand, and the links have a line of their own. */
@media (max-width: 35rem) {
  .head { gap: 0 .5rem; }
  .who { display: contents; }
  .who-name { flex: 1 1 5rem; max-width: max-content; margin-inline: auto max(-.5rem, -4vw); }
  .head-links { flex: 1 0 100%; margin-inline: max(-.5rem, -4vw); font-size: .9375rem; }
  .head-links form { margin-inline-start: auto; }
}
main { width: 100%; margin-inline: auto; overflow-x: clip; padding: clamp(.25rem, 2.5vh, 2.5rem) min(2rem, 4vw) clamp(1rem, 2.5vh, 2.5rem); }
main.narrow { max-width: 34rem; align-self: center; }
main.narrow h1 { font-size: clamp(1.3125rem, 1.1rem + 1vw, 1.5rem); }
main.medium { max-width: 44rem; }
main.wide { max-width: 68rem; }
.foot {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: 0 1.5rem; padding: .75rem 1rem 1.25rem;
  text-align: center; color: var(--muted); font-size: .875rem;
}
.foot ul { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 1.25rem; list-style: none; }
.foot a { display: inline-block; padding-block: .25rem; color: var(--muted); }
.foot a:hover { color: var(--accent); }
.stack > * + * { margin-top: 1rem; }
.lead { color: var(--muted); font-size: 1.0625rem; }
.quiet-text { color: var(--muted); font-size: .9375rem; }
.intro { margin-bottom: 1.75rem; max-width: 50rem; }
.intro > * + * { margin-top: .5rem; }
.section-title { margin: 2.75rem 0 .375rem; font-size: 1.375rem; }
@media (prefers-reduced-motion: no-preference) {
  .button, .input, .segment, .check, a { transition: background-color .15s, border-color .15s, color .15s, box-shadow .15s; }
}
`
