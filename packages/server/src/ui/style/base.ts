/** Colours, type, and the frame of every page. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #e9eeeb;
  --card: #fff;
  --sunk: #f4f7f5;
  --ink: #14231f;
  --muted: #4f605a;
  --line: #d3dcd7;
  --edge: #74857e;
  --accent: #0f5c4d;
  --accent-strong: #0a4338;
  --on-accent: #fff;
  --tint: #e3f1ec;
  --brass: #b58730;
  --brass-light: #e3bd6c;
  --alert: #a32a1e;
  --alert-tint: #fdeeeb;
  --on-alert: #fff;
  --warning: #664500;
  --warning-tint: #fdf2d7;
  --warning-line: #e6c980;
  --focus: #1464d2;
  --shadow: 0 1px 2px rgb(20 50 42 / 6%), 0 12px 32px -12px rgb(20 50 42 / 18%);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', 'Roboto Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0c1412;
    --card: #182420;
    --sunk: #111b18;
    --ink: #e6eeea;
    --muted: #a3b4ad;
    --line: #33453f;
    --edge: #71857d;
    --accent: #7fd4bc;
    --accent-strong: #a5e5d3;
    --on-accent: #06251e;
    --tint: #17312a;
    --brass: #c99c45;
    --brass-light: #8a6a2b;
    --alert: #ff9e90;
    --alert-tint: #33191a;
    --on-alert: #330b07;
    --warning: #f3cf7f;
    --warning-tint: #2b230f;
    --warning-line: #5b4a1d;
    --focus: #8fbcff;
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
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3, p, dl, dd, ul, fieldset, figure { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.2; letter-spacing: -.015em; text-wrap: balance; font-weight: 680; }
h1 { font-size: clamp(1.375rem, 1rem + 1.7vw, 2rem); letter-spacing: -.025em; }
h2 { font-size: 1.1875rem; }
h3 { font-size: 1rem; }
p { text-wrap: pretty; }
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
  position: absolute; left: 1rem; top: -6rem; z-index: 2; padding: .75rem 1rem;
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
.key-mark { width: 1.625rem; height: 1.625rem; color: var(--brass); flex: none; }
.who { display: flex; flex-wrap: wrap; align-items: center; margin-inline: max(-.5rem, -4vw); max-width: calc(100% + min(1rem, 8vw)); }
.who-name { padding-inline: .5rem; color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 15rem; }
.head-link { display: inline-flex; align-items: center; min-height: 2.75rem; padding-inline: .5rem; font-weight: 600; }
main { width: 100%; margin-inline: auto; overflow-x: clip; padding: clamp(.25rem, 2.5vh, 2.5rem) min(2rem, 4vw) clamp(1rem, 2.5vh, 2.5rem); }
main.narrow { max-width: 34rem; align-self: center; }
main.narrow h1 { font-size: clamp(1.3125rem, 1.1rem + 1vw, 1.5rem); }
main.medium { max-width: 44rem; }
main.wide { max-width: 68rem; }
.foot { padding: .75rem 1rem 1.25rem; text-align: center; color: var(--muted); font-size: .875rem; }
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
