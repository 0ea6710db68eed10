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
