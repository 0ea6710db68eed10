# Indonesian: what is said outside the window, by the tray and by notifications.
tray-open = Buka Porchlight
tray-starting = Memulai…
tray-pause = Jeda pemantauan
tray-resume = Lanjutkan pemantauan
tray-quit = Keluar
tray-goes-on = Porchlight tetap memantau
tray-goes-on-text = Jendela hanya disimpan. Lampu di baki menampilkannya kembali, dan “{ tray-quit }” di menunya mengakhiri Porchlight. Di Pengaturan Anda menentukan apakah menutup jendela mengakhirinya.
tray-alerts = { $count } peringatan perlu dilihat
tray-paused = Pemantauan dijeda
tray-no-camera = Belum ada kamera
tray-quiet = Semua tenang · { $count } kamera
tray-some-live = { $live } dari { $count } kamera langsung
notice-blacklisted = Daftar hitam: { $name }
notice-open = Buka
notice-visitor = Orang asing: Pengunjung { $name }
notice-stranger = Orang asing
notice-unclear = Seseorang yang belum dikenali
notice-first-stranger = Semula dikira orang asing
notice-first-person = Semula dikira { $name }
notice-first-unclear = Semula tidak dikenali
notice-name = Beri nama…
notice-snooze = Senyap 1 jam
notice-backup = Cadangan mingguan tidak dapat dibuat
notice-backup-no-folder = Foldernya tidak ada. Sambungkan disknya, atau pilih folder lain di Pengaturan.
notice-backup-refused = Folder itu tidak boleh ditulisi. Izinkan, atau pilih folder lain di Pengaturan.
notice-backup-disk-full = Disknya penuh. Kosongkan sebagian, atau pilih folder lain di Pengaturan.
notice-backup-failed = Ada yang salah, dan catatan menjelaskannya. Cadangan sebelumnya masih ada.
notice-moment =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] Mei
        [6] Jun
        [7] Jul
        [8] Agu
        [9] Sep
        [10] Okt
        [11] Nov
       *[12] Des
    }, { $time }
