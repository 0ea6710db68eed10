// The values a setting goes back to. The same as the program's own defaults; a test compares the two.
import type { HushView, SettingsView, WeeklyBackupView } from '$lib/contract'

export const usual = {
  known_threshold: 0.39,
  blacklist_threshold: 0.42,
  detection_longer_side_px: 640,
  smallest_face_px: 32,
  forget_visitors_days: 30,
  forget_sightings_days: 90,
  most_pictures_gb: 10,
  max_faces_per_person: 10,
  fits_home: true,
  effort: 'careful',
  notifications: true,
  sound: true,
  is_every_alert_heard: true,
  theme: 'system',
  language: 'system',
  close_to_tray: true,
} as const satisfies Partial<SettingsView>

export const usualWeekly = { is_on: false, keep: 4, has_passwords: true } as const satisfies Partial<WeeklyBackupView>

/** Of a backup that is made by hand. */
export const usualBackup = { has_passwords: true } as const

const night = { from_minute: 22 * 60, until_minute: 6 * 60 }
export const usualHush = {
  is_family_silent: false,
  may_blacklist_break_through: true,
  has_quiet_hours: false,
  quiet_hours: [night, night, night, night, night, night, night],
} satisfies HushView
