use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::StartError;
use crate::wire::DATABASE_FILE;

/// The folder of a demo's database: one removed at the end, or the one somebody named.
pub(super) struct Folder {
    place: Place,
    // Held as long as the demo runs.
    _lock: Option<File>,
}

enum Place {
    Temporary(TempDir),
    Named(PathBuf),
}

impl Folder {
    /// A folder without a database. The sandbox forgets everything when it ends, so an earlier demo's database, which
    /// speaks of things that no longer exist there, is put aside.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or another demo runs in it.
    pub(super) fn fresh(named: Option<&Path>) -> Result<Folder, StartError> {
        let Some(folder) = named else {
            let temporary = TempDir::with_prefix("lockstep-demo-").map_err(|error| {
                StartError::new(format!("No temporary folder can be made: {error}. Name one with --data."))
            })?;
            return Ok(Folder { place: Place::Temporary(temporary), _lock: None });
        };
        let trouble = |error: std::io::Error| {
            StartError::new(format!(
                "The folder {} cannot be used: {error}. Name another with --data.",
                folder.display()
            ))
        };
        std::fs::create_dir_all(folder).map_err(trouble)?;
        let lock = File::create(folder.join("demo.lock")).map_err(trouble)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StartError::new(format!(
                    "Another demo runs in {}. Stop it, or name another folder with --data.",
                    folder.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(trouble(error)),
        }
        put_aside(folder).map_err(trouble)?;
        Ok(Folder { place: Place::Named(folder.to_path_buf()), _lock: Some(lock) })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        match &self.place {
            Place::Temporary(folder) => folder.path(),
            Place::Named(folder) => folder,
        }
    }
}

/// Moves an earlier database, with its side files, into a folder of its own.
fn put_aside(folder: &Path) -> std::io::Result<()> {
    if !folder.join(DATABASE_FILE).exists() {
        return Ok(());
    }
    let free =
        (1_u32..).map(|number| folder.join(format!("earlier-demo-{number}"))).find(|place| !place.exists());
    let Some(place) = free else { return Ok(()) };
    std::fs::create_dir(&place)?;
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(DATABASE_FILE) {
            std::fs::rename(entry.path(), place.join(entry.file_name()))?;
        }
    }
    tracing::info!("the database of an earlier demo was moved to {}", place.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_database_is_put_aside_and_not_lost() {
        let top = TempDir::new().unwrap();
        for name in ["lockstep.db", "lockstep.db-wal", "notes.txt"] {
            std::fs::write(top.path().join(name), name).unwrap();
        }
        drop(Folder::fresh(Some(top.path())).unwrap());
        assert!(!top.path().join("lockstep.db").exists());
        assert!(top.path().join("earlier-demo-1/lockstep.db-wal").exists());
        assert!(top.path().join("notes.txt").exists());
    }

    #[test]
    fn two_demos_do_not_share_a_folder() {
        let top = TempDir::new().unwrap();
        let _first = Folder::fresh(Some(top.path())).unwrap();
        assert!(Folder::fresh(Some(top.path())).err().unwrap().to_string().contains("Another demo"));
    }

    #[test]
    fn a_folder_nobody_named_is_gone_at_the_end() {
        let folder = Folder::fresh(None).unwrap();
        let path = folder.path().to_path_buf();
        drop(folder);
        assert!(!path.exists());
    }
}
