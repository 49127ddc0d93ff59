import { type Html, html } from './html.ts'

/** A key and its tag on one ring; decorative, hidden from screen readers. */
export const keyAndTag: Html = html`<svg class="illustration" viewBox="0 0 320 240" width="320" height="240" aria-hidden="true" focusable="false" stroke-linecap="round" stroke-linejoin="round">
<g transform="rotate(10 226 90)">
<path class="card" stroke-width="2" d="M192 66h72l24 24v108q0 10-10 10h-100q-10 0-10-10v-108z"/>
<path class="tick" stroke-width="5" d="m186 130 6 6 11-13M186 158l6 6 11-13"/>
<path class="print" stroke-width="6" d="M218 131h50M218 159h34M188 186h10M218 186h42"/>
<circle class="hole" stroke-width="6" cx="228" cy="92" r="9.5"/>
</g>
<g transform="rotate(8 110 90)">
<circle class="metal" stroke-width="13" cx="104" cy="118" r="33"/>
<circle class="shade" stroke-width="2.5" cx="104" cy="118" r="33"/>
<path class="metal" stroke-width="13" d="M104 158v66M104 196h22M104 218h15"/>
<path class="shade" stroke-width="2.5" d="M104 158v66"/>
</g>
<circle class="ring" stroke-width="5" cx="130" cy="58" r="42"/>
<path class="thread" stroke-width="2.5" d="M170 52c22-18 52-4 58 40M169 66c18-6 44 0 58 26"/>
</svg>`
