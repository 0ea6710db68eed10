// What lies over the window because the owner asked for it by key: the palette, the list of shortcuts or the menu, never two.
class Sheets {
  open = $state<'palette' | 'shortcuts' | 'menu'>()
}

export const sheets = new Sheets()
