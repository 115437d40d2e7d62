/** Markup that would tell if a browser took it for its own: each calls `fire` with a name. */

/** A call of the page's alarm; without quotes, so that it survives in every attribute. */
function alarm(name: string): string {
  return `window.fire&&fire(\`${name}\`)`;
}

/** Payloads by kind, for a place called `place`. */
export function payloads(place: string): readonly string[] {
  const call = (kind: string): string => alarm(`${place}: ${kind}`);
  return [
    `<script>${call("script")}</script>`,
    `</script><script>${call("closed script")}</script>`,
    `</title></style></textarea><script>${call("closed text")}</script>`,
    `<img src=x onerror=${call("error").replaceAll(" ", "_")}>`,
    `"><img src=x onerror=${call("closed attribute").replaceAll(" ", "_")}>`,
    `' onmouseover='${call("attribute")}' x='`,
    `<svg onload=${call("svg").replaceAll(" ", "_")}></svg>`,
    `<svg><script>${call("svg script")}</script></svg>`,
    `<svg><animate attributeName=x dur=1s onbegin=${call("animate").replaceAll(" ", "_")} /></svg>`,
    `<math><mtext><img src=x onerror=${call("math").replaceAll(" ", "_")}></mtext></math>`,
    `<math><mi href="javascript:${call("math link")}">x</mi></math>`,
    `<details open ontoggle=${call("toggle").replaceAll(" ", "_")}><summary>x</summary></details>`,
    `<input autofocus onfocus=${call("focus").replaceAll(" ", "_")}>`,
    `<iframe srcdoc="<script>parent.fire&&parent.fire('${place}: frame')</script>"></iframe>`,
    `<a class="planted" href="javascript:${call("link")}">x</a>`,
    `<a class="planted" href=" java&#10;script:${call("broken link")}">x</a>`,
    `[x](javascript:${call("markdown link").replaceAll(" ", "_").replaceAll("(", "%28").replaceAll(")", "%29")})`,
    `![x](javascript:${place})`,
    `<!--<img src="--><img src=x onerror=${call("comment").replaceAll(" ", "_")}>">`,
    `{{constructor.constructor('${call("template")}')()}}`,
  ];
}

/** All payloads of a place in one line of text. */
export function planted(place: string): string {
  return payloads(place).join(" ");
}

/** Text that leaves an attribute without a blank, as base64 in a notebook may hold. */
export function plantedAttribute(place: string): string {
  return `iVBORw0KGgo="onerror="${alarm(place)}"alt="`;
}
