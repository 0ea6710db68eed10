# German: what is said outside the window, by the tray and by notifications.
tray-open = Porchlight öffnen
tray-starting = Startet…
tray-pause = Beobachtung anhalten
tray-resume = Beobachtung fortsetzen
tray-quit = Beenden
tray-goes-on = Porchlight beobachtet weiter
tray-goes-on-text = Das Fenster liegt im Infobereich. Die Lampe dort holt es zurück, und „{ tray-quit }“ in ihrem Menü beendet Porchlight. In den Einstellungen sagst du, ob das Schließen des Fensters es beendet.
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
notice-backup = Die wöchentliche Sicherung ist nicht gelungen
notice-backup-no-folder = Den Ordner gibt es gerade nicht. Schließ sein Laufwerk an oder wähle in den Einstellungen einen anderen.
notice-backup-refused = In den Ordner darf nichts geschrieben werden. Erlaube es oder wähle in den Einstellungen einen anderen.
notice-backup-disk-full = Das Laufwerk ist voll. Schaff dort Platz oder wähle in den Einstellungen einen anderen Ordner.
notice-backup-failed = Etwas ging schief, das Protokoll sagt, was. Die früheren Sicherungen sind noch da.
notice-moment =
    { $day }. { $month ->
        [1] Jan.
        [2] Feb.
        [3] März
        [4] Apr.
        [5] Mai
        [6] Juni
        [7] Juli
        [8] Aug.
        [9] Sept.
        [10] Okt.
        [11] Nov.
       *[12] Dez.
    }, { $time }
