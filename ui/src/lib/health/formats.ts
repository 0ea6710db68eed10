// Figures of the health of the program as the language in use writes them, each as wide as the one before it. Pure.
import { megabytes, perLanguage } from '$lib/i18n'

const time = (digits: number) =>
  perLanguage(
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: 'millisecond',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  )
const [whole, tenths] = [time(0), time(1)]
const shares = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }))

/** "3.2 ms", "14 ms". */
export function milliseconds(ms: number): string {
  return (ms < 9.95 ? tenths : whole)().format(ms)
}

/** The same for a limit that somebody chose: "35 ms". */
export function limit(ms: number): string {
  return whole().format(ms)
}

/** "0.4%", from 0 to 1; what would round to nothing is not written as nothing. */
export function share(part: number): string {
  const least = 0.001
  return part > 0 && part < least / 2 ? `<${shares().format(least)}` : shares().format(part)
}

/** "212 MB", without a fraction that flickers. */
export function memory(bytes: number): string {
  return megabytes(Math.round(bytes / 1_000_000) * 1_000_000)
}
