# Indonesian: what is said outside the window, by the tray and by notifications.
tray-open = Buka Porchlight
tray-starting = Memulai…
tray-pause = Jeda pemantauan
tray-resume = Lanjutkan pemantauan
tray-quit = Keluar
tray-alerts = { $count } peringatan perlu dilihat
tray-paused = Pemantauan dijeda
tray-no-camera = Belum ada kamera
tray-quiet = Semua tenang · { $count } kamera
tray-some-live = { $live } dari { $count } kamera langsung
notice-blacklisted = Daftar hitam: { $name }
notice-open = Buka
