/** Strings of SVG elements. Numbers are written with one decimal, so that equal input gives equal bytes. */

/** A number as the elements below write it. */
export function decimal(value: number): string {
  const text = value.toFixed(1);
  return text === "-0.0" ? "0" : text.replace(/\.0$/, "");
}

/** A point. */
export type Point = readonly [number, number];

/** A filled circle; `extra` holds further attributes. */
export function circle(x: number, y: number, radius: number, fill: string, extra = ""): string {
  return `<circle cx="${decimal(x)}" cy="${decimal(y)}" r="${decimal(radius)}" fill="${fill}" ${extra}/>`;
}

/** A filled ellipse. */
export function ellipse(centre: Point, radii: Point, fill: string, extra = ""): string {
  const [x, y] = centre;
  return `<ellipse cx="${decimal(x)}" cy="${decimal(y)}" rx="${decimal(radii[0])}" ry="${decimal(radii[1])}" fill="${fill}" ${extra}/>`;
}

/** A filled rectangle. */
export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  extra = "",
): string {
  return `<rect x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}" fill="${fill}" ${extra}/>`;
}

/** A filled polygon; its corners as points, or as text such as `"0,0 10,0 5,8"`. */
export function polygon(points: readonly Point[] | string, fill: string, extra = ""): string {
  return `<polygon points="${pointList(points)}" fill="${fill}" ${extra}/>`;
}

function pointList(points: readonly Point[] | string): string {
  if (typeof points === "string") return points;
  return points.map(([x, y]) => `${decimal(x)},${decimal(y)}`).join(" ");
}

/** A path from its data. */
export function path(data: string, fill: string, extra = ""): string {
  return `<path d="${data}" fill="${fill}" ${extra}/>`;
}

/** An unfilled line through points, given as for a polygon. */
export function line(
  points: readonly Point[] | string,
  stroke: string,
  width: number,
  extra = "",
): string {
  return (
    `<polyline points="${pointList(points)}" fill="none" stroke="${stroke}" ` +
    `stroke-width="${decimal(width)}" stroke-linecap="round" stroke-linejoin="round" ${extra}/>`
  );
}

/** Ground from a curve down to the lower edge: `height` gives the y of each x. */
export function ground(height: (x: number) => number, fill: string): string {
  const points: Point[] = [[-5, 305]];
  for (let x = -5; x <= 205; x += 5) points.push([x, height(x)]);
  points.push([205, 305]);
  return polygon(points, fill);
}

/** An opacity attribute. */
export function opacity(value: number): string {
  return `opacity="${value.toFixed(2)}"`;
}
