//! Weekly backups, as the owner sets them.
//!
//! Owns which folder they may go to. Must not make one. Invariant: what cannot take a backup is refused when it is chosen and
//! when they are switched on, not a week later; whoever switches them off is never refused.

use super::{Host, refusal::bad_request, to_wire};
use crate::{
    ApiError, ErrorCode,
    wire::{BackupTroubleView, MadeBackupView, SetWeeklyBackup, WeeklyBackupView},
};
use porchlight_domain::{BackupTrouble, KEPT_BACKUPS, WeeklyBackup};
use std::path::{Path, PathBuf};

impl Host {
    pub(super) fn weekly_backup_view(&self) -> Result<WeeklyBackupView, ApiError> {
        let (wanted, backups) = self.engine.store().weekly_backup()?;
        let folder = wanted.folder.as_deref();
        let newest = folder.and_then(|folder| backups.newest_in(folder)).map(|made| MadeBackupView {
            file_name: made.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: made.bytes,
            at: made.at.0,
        });
        Ok(WeeklyBackupView {
            is_on: wanted.is_on,
            folder: folder.map(|folder| folder.to_string_lossy().into_owned()),
            keep: wanted.keep,
            has_passwords: wanted.has_passwords,
            is_at_work: self.engine.is_backing_up(),
            kept: to_wire::count(backups.made.iter().filter(|made| made.path.parent() == folder).count() as u64),
            newest,
            next_at: backups.next(&wanted, self.engine.now()).map(|next| next.0),
            trouble: backups.failed.filter(|_| wanted.is_on).map(|(_, trouble)| trouble_view(trouble)),
        })
    }

    pub(super) fn want_weekly_backup(&self, request: SetWeeklyBackup) -> Result<WeeklyBackupView, ApiError> {
        let before = self.engine.store().weekly_backup()?.0;
        let wanted = WeeklyBackup {
            is_on: request.is_on,
            folder: request.folder.map(PathBuf::from),
            keep: request.keep,
            has_passwords: request.has_passwords,
        };
        if !KEPT_BACKUPS.contains(&wanted.keep) {
            let (least, most) = (KEPT_BACKUPS.start(), KEPT_BACKUPS.end());
            return Err(bad_request(format!("{least} to {most} backups may be kept")));
        }
        let is_new = wanted.folder != before.folder || (wanted.is_on && !before.is_on);
        match &wanted.folder {
            Some(folder) if is_new && !self.can_take_backups(folder) => {
                return Err(ApiError::new(ErrorCode::BackupFolder, "no backup can be written to this folder"));
            }
            None if wanted.is_on => return Err(bad_request("a folder is needed for weekly backups")),
            _ => {}
        }
        self.engine.want_weekly_backup(&wanted)?;
        self.weekly_backup_view()
    }

    /// It is there, may be written to, and is not the one that is backed up.
    fn can_take_backups(&self, folder: &Path) -> bool {
        let data = self.engine.store().data_dir().canonicalize();
        let (Ok(folder), true) = (folder.canonicalize(), folder.is_absolute()) else { return false };
        let is_elsewhere = data.map_or(true, |data| !folder.starts_with(data));
        is_elsewhere && folder.is_dir() && tempfile::tempfile_in(folder).is_ok()
    }
}

pub(super) fn trouble_view(trouble: BackupTrouble) -> BackupTroubleView {
    match trouble {
        BackupTrouble::NoFolder => BackupTroubleView::NoFolder,
        BackupTrouble::Refused => BackupTroubleView::Refused,
        BackupTrouble::DiskFull => BackupTroubleView::DiskFull,
        BackupTrouble::Failed => BackupTroubleView::Failed,
    }
}
