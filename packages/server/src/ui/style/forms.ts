/** Fields, choices, buttons and notices. */
export const forms = `
.field { display: grid; gap: .375rem; }
.field > label { font-weight: 600; }
.hint { color: var(--muted); font-size: .9375rem; }
.new-password { display: grid; gap: .375rem; }
.strength { min-height: 1.4em; font-size: .9375rem; color: var(--muted); }
.strength:not(:empty)::before {
  content: ''; display: inline-block; width: 2.5rem; height: .375rem; margin-inline-end: .5rem; border-radius: .375rem; vertical-align: .125em;
  background: linear-gradient(to right, currentColor var(--full, 25%), var(--line) 0);
}
.strength:dir(rtl)::before { background: linear-gradient(to left, currentColor var(--full, 25%), var(--line) 0); }
.strength[data-level='weak'] { color: var(--alert); --full: 40%; }
.strength[data-level='fair'] { --full: 70%; }
.strength[data-level='strong'] { color: var(--accent); --full: 100%; }
.field-error { color: var(--alert); font-weight: 600; font-size: .9375rem; }
.input {
  width: 100%; min-height: 3rem; padding: .625rem .875rem; font: inherit; color: var(--ink);
  background: var(--card); border: 1px solid var(--edge); border-radius: .625rem;
}
select.input {
  appearance: none; padding-inline-end: 2.75rem; text-overflow: ellipsis;
  background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
  background-position: right 1.375rem center, right 1rem center; background-size: .375rem .375rem; background-repeat: no-repeat;
}
select.input:dir(rtl) { background-position: left 1rem center, left 1.375rem center; }
.input:hover { border-color: var(--accent); }
.input[aria-invalid='true'] { border-color: var(--alert); box-shadow: 0 0 0 1px var(--alert); }
.with-reveal { position: relative; display: grid; }
.with-reveal:has(.reveal:not([hidden])) .input { padding-inline-end: 5rem; }
.reveal {
  position: absolute; inset-block: 0; inset-inline-end: 0; min-width: 4.25rem; min-height: 2.75rem; padding: 0 .875rem;
  font: inherit; font-size: .9375rem; font-weight: 600; color: var(--accent); background: none; border: 0;
  border-radius: .625rem; cursor: pointer;
}
.field:has(.reveal) { container-type: inline-size; }
@container (max-width: 15rem) {
  .with-reveal:has(.reveal:not([hidden])) .input { padding-inline-end: .875rem; }
  .reveal { position: static; justify-self: start; min-width: 2.75rem; padding-inline: 0; text-align: start; }
}
.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 3rem; padding: .625rem 1.375rem;
  font: inherit; font-weight: 640; line-height: 1.25; text-align: center; text-decoration: none; cursor: pointer;
  border: 1px solid transparent; border-radius: .75rem;
}
.button.primary { background: var(--button); color: var(--on-button); border-color: var(--button-edge); }
.button.primary:hover { background: var(--button-hover); color: var(--on-button); }
.button.secondary { background: var(--card); color: var(--ink); border-color: var(--edge); }
.button.secondary:hover { border-color: var(--accent); color: var(--accent); }
.button.alert { background: transparent; color: var(--alert); border-color: currentColor; }
.button.alert:hover { background: var(--alert); color: var(--on-alert); border-color: var(--alert); }
.button.quiet {
  min-height: 2.75rem; padding: .25rem .5rem; background: none; color: var(--accent); font-weight: 600;
  text-decoration: underline; text-decoration-thickness: .08em; text-underline-offset: .2em;
}
.button.quiet:hover { color: var(--accent-strong); text-decoration-thickness: .14em; }
.passkey:not([hidden]) { display: grid; gap: .75rem; }
.button-icon { flex: none; margin-inline-end: .5rem; }
.none-ticked { display: none; }
.needs-tick:not(:has([name='scope']:checked)) .none-ticked { display: block; }
.needs-tick:not(:has([name='scope']:checked)) .primary { background: var(--sunk); color: var(--muted); border: 1px dashed var(--edge); }
.actions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: .75rem; }
.check {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .125rem min(.875rem, 4vw); align-items: start;
  min-height: 2.75rem; padding: .5625rem min(.875rem, 4vw); cursor: pointer;
}
.check input { width: 1.25rem; height: 1.25rem; margin: .125rem 0 0; accent-color: var(--accent); cursor: pointer; }
.check-words { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
.check-title { font-weight: 560; }
.check-description { color: var(--muted); font-size: .875rem; }
.check:hover { background: var(--sunk); }
.api .check:has(input:not(:checked)) .check-title { color: var(--muted); text-decoration: line-through; text-decoration-color: var(--edge); }
.check:has(:focus-visible), .segment:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
.check :focus-visible, .segment :focus-visible { outline: none; }
.rows { border: 1px solid var(--line); border-radius: .875rem; background: var(--card); overflow: clip; }
.rows:has(:focus-visible) { overflow: visible; }
.actions.ways { grid-template-columns: minmax(0, 1fr); }
.rows + .actions { margin-top: 1.25rem; }
.rows > * + * { border-top: 1px solid var(--line); }
.group > legend { font-weight: 640; margin-bottom: .375rem; }
.segments {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 3.875rem), 1fr)); gap: .1875rem; padding: .1875rem;
  border: 1px solid var(--line); border-radius: .875rem; background: var(--sunk);
}
.segment {
  position: relative; display: grid; place-items: center; min-height: 2.375rem; padding: .25rem .125rem; border-radius: .6875rem;
  font-size: .9375rem; line-height: 1.2; text-align: center; color: var(--muted); cursor: pointer;
}
.segment input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.segment:hover { color: var(--ink); }
.segment:has(:checked) {
  color: var(--accent); background: var(--card); font-weight: 640;
  box-shadow: 0 0 0 1px var(--accent), 0 1px 3px rgb(20 50 42 / 14%);
}
.notice { padding: .875rem 1rem; border-radius: .875rem; border: 1px solid var(--line); border-inline-start-width: .375rem; background: var(--card); }
.notice-title { font-weight: 680; }
.notice.success { border-color: var(--accent); background: var(--tint); }
.notice.warning { border-color: var(--warning-line); background: var(--warning-tint); color: var(--warning); }
.notice.alert { border-color: var(--alert); background: var(--alert-tint); color: var(--alert); }
main > .notice { margin-bottom: 1.5rem; }
.remark { color: var(--muted); font-size: .9375rem; }
.remark.warning { padding: .625rem .875rem; border-radius: .75rem; background: var(--warning-tint); color: var(--warning); }
.badge {
  display: inline-block; padding: .0625rem .5rem; border-radius: 1rem; font-size: .8125rem; font-weight: 640;
  color: var(--accent); background: var(--tint); white-space: nowrap; vertical-align: .1em;
}
.badge.warning { color: var(--warning); background: var(--warning-tint); box-shadow: inset 0 0 0 1px var(--warning-line); }
@media (max-width: 22rem) { .check-words { display: grid; } }
@media (forced-colors: active) {
  .button:not(.quiet), .segments, .notice, .badge, .remark.warning { border: 1px solid; }
  .button.quiet { border: 0; }
  .button.primary { forced-color-adjust: none; background: ButtonText; color: ButtonFace; border-color: ButtonText; }
  .needs-tick:not(:has([name='scope']:checked)) .primary { background: ButtonFace; color: GrayText; border: 1px dashed GrayText; }
  .segment:has(:checked) { outline: 2px solid Highlight; color: Highlight; }
  .check input { accent-color: auto; }
  select.input { appearance: auto; background-image: none; }
}
`
