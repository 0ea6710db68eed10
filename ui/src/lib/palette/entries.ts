// What the palette and the menu offer: every view, person and camera, and what is done often. Owns the list; each act belongs
// to its controller. In the language in use, so it is asked for again when that changes.
import type { House } from '$lib/house.svelte'
import { codes, inEnglish, languageOfSystem, ownNames, t } from '$lib/i18n'
import { redoWords, undoWords } from '$lib/journal/words'
import { route, views } from '$lib/route/route.svelte'
import { sheets } from '$lib/shortcuts/sheets.svelte'
import { keysOf } from '$lib/shortcuts/table'
import type { Entry, EntryKind } from './find'

/** What is found by typing: what cannot be done now is not looked for. */
export function entriesOf(house: House): Entry[] {
  const all = [...commandsOf(house), ...people(house), ...cameras(house)]
  return all.filter(({ id, isIdle }) => !isIdle && id !== 'palette')
}

/** What is the same in every home; what has nothing to do keeps its place, so that a menu has the same lines every time. */
export function commandsOf(house: House): Entry[] {
  return [...places(), ...acts(house), ...looks(house)]
}

export function kindWords(kind: EntryKind): string {
  const words: Record<EntryKind, string> = {
    view: t('palette.view'),
    person: t('timeline.person'),
    camera: t('timeline.camera'),
    act: t('palette.act'),
    setting: t('palette.setting'),
  }
  return words[kind]
}

function places(): Entry[] {
  const words = {
    live: t('nav.live'),
    visitors: t('nav.visitors'),
    people: t('nav.people'),
    timeline: t('nav.timeline'),
    alerts: t('nav.alerts'),
    cameras: t('nav.cameras'),
    health: t('nav.health'),
    settings: t('nav.settings'),
  }
  return views.map((view) => ({
    id: `view-${view}`,
    kind: 'view',
    words: words[view],
    keys: keysOf(`go.${view}`)[0],
    isOn: route.place.view === view,
    run: () => route.go(view),
  }))
}

function acts({ backend, imports, journal, rules, system }: House): Entry[] {
  const { undo, redo } = journal.view
  const kind: EntryKind = 'act'
  const demo: Entry[] =
    system.view && !system.view.has_demo && system.busy === undefined
      ? [{ id: 'start-demo', kind, words: t('demo.start'), run: () => void system.startDemo() }]
      : []
  const pausing: Entry[] = system.view
    ? [
        {
          id: system.view.is_paused ? 'go-on' : 'pause',
          kind,
          words: system.view.is_paused ? t('palette.go_on') : t('palette.pause'),
          run: () => void system.pause(!system.view?.is_paused),
        },
      ]
    : []
  return [
    {
      id: 'undo',
      kind,
      words: undoWords(journal.view),
      keys: keysOf('undo')[0],
      isIdle: !undo,
      run: () => void journal.undo(),
    },
    {
      id: 'redo',
      kind,
      words: redoWords(journal.view),
      keys: keysOf('redo')[0],
      isIdle: !redo,
      run: () => void journal.redo(),
    },
    { id: 'add-person', kind, words: t('people.add'), run: () => route.go('people', undefined, 'add') },
    {
      id: 'import',
      kind,
      words: t('import.title'),
      run: () => {
        route.go('people')
        imports.show()
      },
    },
    { id: 'add-camera', kind, words: t('cameras.add'), run: () => route.go('cameras', undefined, 'add') },
    {
      id: 'add-rule',
      kind,
      words: t('rules.add'),
      run: () => {
        route.go('alerts', undefined, 'part=rules')
        void rules.add()
      },
    },
    {
      id: 'find-picture',
      kind,
      words: t('timeline.find_picture'),
      run: () => route.go('timeline', undefined, 'find=ask'),
    },
    ...demo,
    ...pausing,
    { id: 'backup', kind, words: t('palette.backup'), run: () => route.go('settings', undefined, 'backup') },
    { id: 'journal', kind, words: t('journal.title'), run: () => journal.open() },
    {
      id: 'palette',
      kind,
      words: t('palette.open'),
      keys: keysOf('palette')[0],
      run: () => (sheets.open = 'palette'),
    },
    {
      id: 'shortcuts',
      kind,
      words: t('shortcuts.title'),
      keys: keysOf('sheet')[0],
      run: () => (sheets.open = 'shortcuts'),
    },
    { id: 'quit', kind, words: t('palette.quit'), run: () => void backend.quit() },
  ]
}

function people({ people }: House): Entry[] {
  return people.list.map((person) => ({
    id: `person-${person.id}`,
    kind: 'person',
    words: person.name,
    face: person.faces[0]?.id,
    run: () => route.go('people', person.id),
  }))
}

function cameras({ cameras }: House): Entry[] {
  const shown = cameras.list.map((camera): Entry => ({
    id: `camera-${camera.id}`,
    kind: 'camera',
    words: camera.name,
    run: () => route.go('live', camera.id),
  }))
  const switched = cameras.list.map((camera): Entry => ({
    id: `switch-${camera.id}`,
    kind: 'act',
    words: camera.is_enabled
      ? t('palette.camera_off', { camera: camera.name })
      : t('palette.camera_on', { camera: camera.name }),
    run: () => void cameras.switchOn(camera.id, !camera.is_enabled),
  }))
  return [...shown, ...switched]
}

function looks({ keeping, settings }: House): Entry[] {
  const { view } = settings
  if (!view) return []
  const kind: EntryKind = 'setting'
  const themes = {
    system: t('settings.theme_system'),
    dark: t('settings.theme_dark'),
    light: t('settings.theme_light'),
    contrast: t('settings.theme_contrast'),
  }
  const ofSystem = t('settings.language_system', { language: ownNames[languageOfSystem()] })
  return [
    ...Object.entries(themes).map(([theme, words]): Entry => ({
      id: `theme-${theme}`,
      kind,
      words: t('palette.theme', { theme: words }),
      short: words,
      isOn: view.theme === theme,
      run: () => void settings.change({ theme: theme as keyof typeof themes }),
    })),
    ...(['system', ...codes] as const).map((code): Entry => ({
      id: `language-${code}`,
      kind,
      words: t('palette.language', { language: code === 'system' ? ofSystem : ownNames[code] }),
      short: code === 'system' ? ofSystem : ownNames[code],
      isOn: view.language === code,
      // Whoever cannot read this language still finds the way out of it.
      also: code === 'system' ? [] : [inEnglish('palette.language', { language: ownNames[code] })],
      run: () => void settings.change({ language: code }),
    })),
    {
      id: 'sound',
      kind,
      words: view.sound ? t('palette.sound_off') : t('palette.sound_on'),
      run: () => void settings.change({ sound: !view.sound }),
    },
    ...(keeping.autostart?.is_possible
      ? [
          {
            id: 'autostart',
            kind,
            words: keeping.autostart.is_on ? t('palette.autostart_off') : t('palette.autostart_on'),
            run: () => void keeping.setAutostart(!keeping.autostart?.is_on),
          },
        ]
      : []),
  ]
}
