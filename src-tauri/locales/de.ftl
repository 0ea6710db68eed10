# German: what is said outside the window, by the tray and by notifications.
tray-open = Porchlight öffnen
tray-starting = Startet…
tray-pause = Beobachtung anhalten
tray-resume = Beobachtung fortsetzen
tray-quit = Beenden
tray-alerts =
    { $count ->
        [one] { $count } Alarm anzusehen
       *[other] { $count } Alarme anzusehen
    }
tray-paused = Die Beobachtung ist angehalten
tray-no-camera = Noch keine Kamera
tray-quiet =
    { $count ->
        [one] Alles ruhig · { $count } Kamera
       *[other] Alles ruhig · { $count } Kameras
    }
tray-some-live =
    { $count ->
        [one] { $live } von { $count } Kamera live
       *[other] { $live } von { $count } Kameras live
    }
notice-blacklisted = Unerwünscht: { $name }
notice-open = Öffnen
notice-visitor = Jemand Fremdes: Besucher { $name }
notice-stranger = Jemand Fremdes
notice-unclear = Jemand, der noch nicht erkannt ist
notice-first-stranger = Zuerst für fremd gehalten
notice-first-person = Zuerst für { $name } gehalten
notice-first-unclear = Zuerst nicht erkannt
notice-name = Benennen…
notice-snooze = 1 Std. still
