/** The second step of a login, and its set-up. */
export const secondFactor = `
.code-input { font-variant-numeric: tabular-nums; letter-spacing: .12em; font-size: 1.25rem; }
.set-up { display: grid; justify-items: center; gap: 1rem; }
.set-up-picture { width: min(12.5rem, 100%); padding: .25rem; border-radius: 1rem; background: #fff; box-shadow: 0 0 0 1px var(--line); overflow: hidden; }
.set-up-picture svg { display: block; width: 100%; height: auto; }
.set-up-words { text-align: center; }
.set-up-title { font-weight: 640; }
.set-up-key { display: block; padding: .5rem .75rem; border-radius: .5rem; background: var(--sunk); border: 1px solid var(--line); letter-spacing: .05em; }
.codes {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: .375rem 1.25rem; padding: 1rem 1.25rem; list-style: none;
  border-radius: .875rem; background: var(--sunk); font-size: 1.0625rem; text-align: center;
}
@media print { .codes { break-inside: avoid; border: 1px solid; } }
`
