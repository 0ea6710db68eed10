// What lies over the window because the owner asked for it by key: the palette or the list of shortcuts, never both.
class Sheets {
  open = $state<'palette' | 'shortcuts'>()
}

export const sheets = new Sheets()
