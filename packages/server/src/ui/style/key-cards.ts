/** The question card, the list of keys, and parts of single pages. */
export const cards = `
.question-card {
  position: relative; background: var(--card); border: 1px solid var(--line); box-shadow: var(--shadow);
  border-radius: 2.25rem 2.25rem 1.25rem 1.25rem; corner-shape: bevel bevel round round;
}
.question-card::before {
  content: ''; position: absolute; top: .8125rem; left: calc(50% - .75rem); width: 1.5rem; height: 1.5rem;
  border: .25rem solid var(--brass); border-radius: 50%;
  box-shadow: inset 0 1px 2px rgb(0 0 0 / 25%), inset 0 0 0 1rem var(--paper), 0 0 0 1px var(--brass-light);
}
.question-card-face { padding: 3rem min(2rem, 5vw) clamp(1.375rem, 5vw, 2rem); }
.question-card-face:not(:last-child):has(+ form) { padding-bottom: 0; }
.question-card-section { padding: 1rem min(2rem, 5vw) 1.125rem; }
.question-card-section > * + * { margin-top: .875rem; }
.question-card-decision > * + * { margin-top: .625rem; }
.question-card-face > * + *, .stack-wide > :not([type='hidden']) + * { margin-top: 1.25rem; }
.question-card-face > h1 + p { margin-top: .5rem; }
.question-card-decision { position: relative; padding: 1rem min(2rem, 5vw) 1.125rem; border-top: 2px dashed var(--line); }
.question-card-decision::before, .question-card-decision::after, .key-body::before, .key-body::after {
  content: ''; position: absolute; width: 1.25rem; height: 1.25rem; border-radius: 50%;
  box-shadow: inset 0 0 0 1rem var(--paper); border: 1px solid var(--line);
}
.question-card-decision::before, .question-card-decision::after { top: calc(-.625rem - 1px); }
.question-card-decision::before { left: calc(-.625rem - 1px); clip-path: inset(0 0 0 calc(50% - 1px)); }
.question-card-decision::after { right: calc(-.625rem - 1px); clip-path: inset(0 calc(50% - 1px) 0 0); }
.question-card::after {
  content: ''; position: absolute; top: -3.25rem; left: calc(50% - .25rem); width: .5rem; height: 4.75rem;
  border: solid var(--brass); border-width: 0 1.5px; border-radius: 0 0 .25rem .25rem;
  clip-path: polygon(20% 0, 80% 0, 100% 100%, 0 100%); pointer-events: none;
  mask-image: linear-gradient(transparent, #000 60%);
}
.centred { text-align: center; }
.monogram {
  display: inline-grid; place-items: center; flex: none; width: min(3rem, 20vw); height: min(3rem, 20vw); border-radius: .875rem;
  font-weight: 700; font-size: 1.3125rem; line-height: 1; color: #fff; background: #33566b;
}
.monogram.person { color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1.5px var(--accent); border-radius: 50%; }
.monogram.hue-1 { background: #6a4a7c; }
.monogram.hue-2 { background: #8a4636; }
.monogram.hue-3 { background: #2f6546; }
.monogram.hue-4 { background: #3f4f8f; }
.monogram.hue-5 { background: #7a5417; }
.api > legend { float: inline-start; margin-block-end: .375rem; margin-inline-end: .625rem; }
.api > .api-hint { display: flow-root; min-width: min(12rem, 100%); }
.api > :not(legend, .api-hint) { clear: both; }
.api-name { font-weight: 640; }
.held { list-style: none; display: grid; gap: .25rem; }
.held li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .625rem; color: var(--muted); }
.held li::before { content: '✓' / ''; color: var(--accent); font-weight: 700; }
.held-box { padding: .75rem .875rem; border-radius: .875rem; background: var(--sunk); }
.held-title { margin-bottom: .375rem; font-weight: 640; font-size: .9375rem; }
.facts { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; }
.facts dt { color: var(--muted); font-size: .875rem; }
.facts dd { font-weight: 560; }
.facts dd .quiet-text { font-weight: 400; }
.board { display: grid; gap: 1.5rem; }
.key-card {
  display: grid; grid-template-columns: minmax(0, 1fr); background: var(--card);
  border: 1px solid var(--line); border-radius: 1.25rem; box-shadow: var(--shadow);
}
.key-side { position: relative; padding: 1.5rem min(1.75rem, 6vw); }
.key-side > * + * { margin-top: 1rem; }
.key-side h2 { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .875rem; min-height: 3rem; padding-inline-end: 2rem; }
.key-side h2 > :last-child { flex: 1 1 8rem; }
.key-side h2 .badge { display: table; margin-top: .25rem; letter-spacing: 0; }
.key-side::before {
  content: ''; position: absolute; top: 1.125rem; inset-inline-end: 1.125rem; width: 1.375rem; height: 1.375rem;
  border: .25rem solid var(--brass); border-radius: 50%; box-shadow: inset 0 0 0 1rem var(--paper), 0 0 0 1px var(--brass-light);
}
.key-body { position: relative; padding: 1.5rem min(1.75rem, 6vw); border-top: 2px dashed var(--line); }
.key-body > * + *, .key-form > fieldset + * { margin-top: 1.25rem; }
.key-body::before, .key-body::after { top: calc(-.625rem - 1px); }
.key-body::before { left: calc(-.625rem - 1px); clip-path: inset(0 0 0 calc(50% - 1px)); }
.key-body::after { right: calc(-.625rem - 1px); clip-path: inset(0 calc(50% - 1px) 0 0); }
.key-body .actions { align-items: end; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
.take-back { display: grid; gap: .5rem; margin-top: .75rem; }
.take-back .button, .key-form .button { width: 100%; }
.sessions { margin-top: .75rem; list-style: none; }
.sessions li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem; padding: .75rem 1rem; }
.sessions p { min-width: 0; }
.empty { display: grid; justify-items: center; gap: .75rem; padding: 2rem 1.25rem 2.75rem; text-align: center; }
.empty p { max-width: 34rem; color: var(--muted); }
.illustration { width: min(15rem, 70vw); height: auto; }
.illustration .ring, .illustration .thread { fill: none; stroke: var(--brass); }
.illustration .card { fill: var(--card); stroke: var(--line); }
.illustration .hole { fill: var(--paper); stroke: var(--brass); }
.illustration .print { stroke: var(--line); fill: none; }
.illustration .tick { stroke: var(--accent); fill: none; }
.illustration .metal { stroke: var(--brass); fill: none; }
.illustration .shade { stroke: var(--brass-light); fill: none; }
.way-on { margin-top: 1.5rem; }
.developer { margin-top: 1.25rem; text-align: start; }
.developer h2 { margin-bottom: .5rem; }
.compare { width: 100%; border-collapse: collapse; text-align: start; }
.compare th, .compare td { display: block; padding: 0; text-align: start; vertical-align: top; }
.compare th { padding-top: .625rem; color: var(--muted); font-size: .875rem; font-weight: 400; }
.compare code { display: block; padding: .5rem .75rem; border-radius: .5rem; background: var(--sunk); border: 1px solid var(--line); }
.compare mark { padding-inline: .125em; border-radius: .25em; color: var(--alert); background: var(--alert-tint); box-shadow: 0 0 0 1px var(--alert); font-weight: 700; }
.compare .differs { margin-top: .375rem; font-size: .9375rem; }
.hero { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; align-items: center; padding-block: clamp(1rem, 6vh, 4rem); }
.hero h1 { font-size: clamp(2rem, 1.4rem + 3.4vw, 3.25rem); line-height: 1.08; letter-spacing: -.035em; }
.hero .illustration { width: min(22rem, 78vw); justify-self: center; }
.hero .actions { max-width: 26rem; }
.papers { padding-top: 1.5rem; border-top: 1px solid var(--line); }
.papers ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; list-style: none; }
.papers li { max-width: 100%; }
.papers a { display: inline-block; max-width: 100%; padding-block: .625rem; }
summary { width: fit-content; padding-block: .625rem; font-weight: 600; color: var(--accent); cursor: pointer; border-radius: .375rem; }
summary:hover { color: var(--accent-strong); text-decoration: underline; text-underline-offset: .2em; }
details[open] { padding-bottom: .5rem; }
details[open] > summary { margin-bottom: .5rem; }
.key-card:has(:target) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent), var(--shadow); }
.opens { list-style: none; }
.opens li { display: inline; }
.opens li + li::before { content: ' · '; color: var(--muted); }
.many { gap: 1rem; }
.many .key-side, .many .key-body { padding-block: 1.125rem; }
.many .key-side .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 7rem), 1fr)); }
.many .key-side .facts > :first-child { grid-column: 1 / -1; }
.many .key-body > * + * { margin-top: .25rem; }
.everywhere-else { margin-top: .75rem; }
@media (min-width: 50rem) {
  .hero { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); }
  .key-card { grid-template-columns: 20rem minmax(0, 1fr); }
  .key-body { border-top: 0; border-inline-start: 2px dashed var(--line); }
  .key-body::before, .key-body::after { inset-inline: calc(-.625rem - 1px) auto; }
  .key-body::before { top: calc(-.625rem - 1px); clip-path: inset(calc(50% - 1px) 0 0 0); }
  .key-body::after { top: auto; bottom: calc(-.625rem - 1px); clip-path: inset(0 0 calc(50% - 1px) 0); }
  .key-form .actions { grid-template-columns: minmax(0, 1fr) 14rem; }
  .key-form .actions .button { grid-column: -2 / -1; }
  .take-back { grid-template-columns: minmax(0, 1fr) 14rem; gap: .75rem; align-items: center; }
}
@media (forced-colors: active) {
  .question-card::before, .question-card::after, .key-side::before, .question-card-decision::before, .question-card-decision::after, .key-body::before, .key-body::after { display: none; }
  .monogram { border: 1px solid; }
  .compare mark { outline: 2px solid; }
}
@media print { .head, .foot, .skip, .button, .take-back { display: none; } }
`
