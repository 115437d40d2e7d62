/** Numbers as people read them; locale-independent, so that pages do not depend on the machine. */

/** `value` with `digits` decimals (default 3); "–" when it is not a finite number. */
export function formatNumber(value: number | undefined, digits = 3): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const text = value.toFixed(digits);
  const isNegativeZero = Number(text) === 0 && text.startsWith("-");
  return isNegativeZero ? text.slice(1) : text.replace("-", "−");
}

/** A p-value with three decimals: "0.042", and "< 0.001" for what would read as none. */
export function formatProbability(value: number): string {
  return value < 0.0005 ? "< 0.001" : formatNumber(value, 3);
}

/** A count with groups of three digits: 100,209. */
export function formatCount(value: number): string {
  const digits = Math.abs(Math.round(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  return value < 0 ? `−${grouped}` : grouped;
}

/** A share 0 to 1 in per cent, with `digits` decimals (default 1). */
export function formatShare(value: number, digits = 1): string {
  return `${formatNumber(value * 100, digits)} %`;
}

/** A time span: "340 ms", "12.4 s", "3 min 05 s", "2 h 07 min". */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** A size in bytes: "812 B", "4.2 kB", "1.7 GB" (powers of 1,000). */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
