import { type Html, html } from './html.ts'

/** A key and its tag on one ring; for the eye only. */
export const keyAndTag: Html = html`<svg class="art" viewBox="0 0 320 240" width="320" height="240" aria-hidden="true" focusable="false" stroke-linecap="round" stroke-linejoin="round">
<g transform="rotate(14 128 60)">
<path class="thread" stroke-width="3" d="M130 66c22 2 40 6 62 22"/>
<path class="card" stroke-width="2" d="M186 62h84l22 22v92l-12 12h-104l-12-12v-92z"/>
<circle class="hole" stroke-width="6" cx="228" cy="84" r="9"/>
<path class="thread" stroke-width="3" d="M192 88c12 6 24 4 34-4"/>
<path class="tick" stroke-width="5" d="m184 120 6 6 11-13M184 146l6 6 11-13"/>
<path class="print" stroke-width="6" d="M216 121h52M216 147h36M186 172h12M216 172h44"/>
</g>
<g transform="rotate(8 110 90)">
<circle class="metal" stroke-width="13" cx="104" cy="118" r="33"/>
<circle class="shade" stroke-width="2.5" cx="104" cy="118" r="33"/>
<path class="metal" stroke-width="13" d="M104 158v66M104 196h22M104 218h15"/>
<path class="shade" stroke-width="2.5" d="M104 158v66"/>
</g>
<circle class="ring" stroke-width="5" cx="122" cy="60" r="42"/>
</svg>`
