// Which of the themes is shown. Follows the owner's setting, and the system where the owner says so; where the system asks
// for more contrast there is more, whatever the setting.
import type { ThemeView } from '$lib/contract'

export type Theme = 'dark' | 'light' | 'contrast'

/** The theme for a setting on a system that asks for this. */
export function themeFor(setting: ThemeView, systemIsLight: boolean, systemWantsContrast: boolean): Theme {
  if (systemWantsContrast) return 'contrast'
  if (setting === 'system') return systemIsLight ? 'light' : 'dark'
  return setting
}

/** Shows the theme of `setting()` and keeps following the system. */
export function followTheme(setting: () => ThemeView): { apply: () => void; stop: () => void } {
  const light = matchMedia('(prefers-color-scheme: light)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const apply = (): void => {
    document.documentElement.dataset['theme'] = themeFor(setting(), light.matches, contrast.matches)
  }
  light.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  return {
    apply,
    stop: () => {
      light.removeEventListener('change', apply)
      contrast.removeEventListener('change', apply)
    },
  }
}
