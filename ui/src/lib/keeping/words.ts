// Sizes, moments and file names of what is kept. Pure.
import type { BackupTroubleView } from '$lib/contract'
import { dates, perLanguage, t } from '$lib/i18n'

const unit = (unit: string, digits: number) =>
  perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }))
const [kilobytes, megabytes, gigabytes] = [unit('kilobyte', 0), unit('megabyte', 1), unit('gigabyte', 1)]
const wholeGigabytes = unit('gigabyte', 0)
const moment = dates({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** "3.1 MB", "412 kB", "1.2 GB". */
export function sizeWords(bytes: number): string {
  if (bytes < 999_500) return kilobytes().format(bytes / 1e3)
  return bytes < 999_500_000 ? megabytes().format(bytes / 1e6) : gigabytes().format(bytes / 1e9)
}

/** "10 GB". */
export function gigabyteWords(count: number): string {
  return wholeGigabytes().format(count)
}

/** "14 March 2026 at 15:04". */
export function momentWords(at: number): string {
  return moment().format(at)
}

/** Why a weekly backup could not be made, and what to do. */
export function weeklyTroubleWords(trouble: BackupTroubleView): string {
  switch (trouble) {
    case 'no_folder':
      return t('weekly.no_folder')
    case 'refused':
      return t('weekly.refused')
    case 'disk_full':
      return t('weekly.disk_full')
    case 'failed':
      return t('weekly.trouble')
  }
}

/** `Porchlight backup 2026-03-14.zip`: sorts by day, and says nothing of anybody. */
export function datedName(what: string, now: number, ending: string): string {
  const date = new Date(now)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${what} ${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.${ending}`
}
