# English: what is said outside the window, by the tray and by notifications. The window's own words are in ui/src/locales.
tray-open = Open Porchlight
tray-starting = Starting…
tray-pause = Pause watching
tray-resume = Resume watching
tray-quit = Quit
tray-goes-on = Porchlight goes on watching
tray-goes-on-text = The window is put away. The lamp in the tray brings it back, and “{ tray-quit }” in its menu ends Porchlight. Under Settings you say whether closing the window ends it.
tray-alerts =
    { $count ->
        [one] { $count } alert to look at
       *[other] { $count } alerts to look at
    }
tray-paused = Watching is paused
tray-no-camera = No camera yet
tray-quiet =
    { $count ->
        [one] All quiet · { $count } camera
       *[other] All quiet · { $count } cameras
    }
tray-some-live =
    { $count ->
        [one] { $live } of { $count } camera live
       *[other] { $live } of { $count } cameras live
    }
notice-blacklisted = Blacklisted: { $name }
notice-open = Open
notice-visitor = A stranger: Visitor { $name }
notice-stranger = A stranger
notice-unclear = Somebody who is not recognised yet
notice-first-stranger = Taken for a stranger at first
notice-first-person = Taken for { $name } at first
notice-first-unclear = Not recognised at first
notice-name = Name…
notice-snooze = Snooze 1 h
notice-backup = The weekly backup could not be made
notice-backup-no-folder = The folder is not there. Connect its disk, or choose another folder under Settings.
notice-backup-refused = Nothing may be written to the folder. Allow it, or choose another folder under Settings.
notice-backup-disk-full = The disk is full. Make room on it, or choose another folder under Settings.
notice-backup-failed = Something went wrong, and the log says what. The backups from before are still there.
notice-moment =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }, { $time }
