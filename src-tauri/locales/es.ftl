# Spanish: what is said outside the window, by the tray and by notifications.
tray-open = Abrir Porchlight
tray-starting = Iniciando…
tray-pause = Pausar la vigilancia
tray-resume = Reanudar la vigilancia
tray-quit = Salir
tray-goes-on = Porchlight sigue vigilando
tray-goes-on-text = La ventana solo está guardada. La lámpara de la bandeja la trae de vuelta y «{ tray-quit }», en su menú, cierra Porchlight. En los ajustes dices si al cerrar la ventana termina.
tray-alerts =
    { $count ->
        [one] { $count } alerta por ver
       *[other] { $count } alertas por ver
    }
tray-paused = La vigilancia está en pausa
tray-no-camera = Aún no hay cámaras
tray-quiet =
    { $count ->
        [one] Todo tranquilo · { $count } cámara
       *[other] Todo tranquilo · { $count } cámaras
    }
tray-some-live =
    { $count ->
        [one] { $live } de { $count } cámara en directo
       *[other] { $live } de { $count } cámaras en directo
    }
notice-blacklisted = Vetado: { $name }
notice-open = Abrir
notice-visitor = Un desconocido: Visitante { $name }
notice-stranger = Un desconocido
notice-unclear = Alguien aún sin reconocer
notice-first-stranger = Al principio se tomó por un desconocido
notice-first-person = Al principio se tomó por { $name }
notice-first-unclear = Al principio no se reconoció
notice-name = Nombrar…
notice-snooze = Silenciar 1 h
notice-backup = No se pudo hacer la copia semanal
notice-backup-no-folder = La carpeta no está. Conecta su disco o elige otra carpeta en los ajustes.
notice-backup-refused = No se puede escribir en la carpeta. Permítelo o elige otra carpeta en los ajustes.
notice-backup-disk-full = El disco está lleno. Haz sitio o elige otra carpeta en los ajustes.
notice-backup-failed = Algo salió mal y el registro dice qué. Las copias anteriores siguen ahí.
notice-moment =
    { $day } { $month ->
        [1] ene
        [2] feb
        [3] mar
        [4] abr
        [5] may
        [6] jun
        [7] jul
        [8] ago
        [9] sept
        [10] oct
        [11] nov
       *[12] dic
    }, { $time }
