use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::Assets;

use super::manifest;
use crate::StartError;

/// The browser's files as they were found at start; what is not listed is not handed out.
pub struct Site {
    place: Place,
    /// Names below the top folder with `/` between, packed files among them.
    names: BTreeSet<String>,
    /// The files pages ask for.
    pub assets: Arc<Assets>,
}

/// Where the files lie.
enum Place {
    /// In a folder, read when they are asked for.
    Folder(PathBuf),
    /// In the program itself.
    #[cfg(feature = "embed")]
    Program,
}

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../target/site"]
struct Embedded;

impl Site {
    /// Finds the browser's files: the folder named, else those inside the program, else the usual folders.
    ///
    /// # Errors
    /// In words, when there are none or some are missing.
    pub fn find(named: Option<&Path>) -> Result<Site, StartError> {
        if let Some(folder) = named {
            return Site::in_folder(folder);
        }
        #[cfg(feature = "embed")]
        return Site::in_program();
        #[cfg(not(feature = "embed"))]
        match usual_folders().into_iter().find(|folder| manifest::is_site(folder)) {
            Some(folder) => Site::in_folder(&folder),
            None => Err(StartError::new(
                "The browser's files are missing: run `cargo xtask build` first, or name their folder with LOCKSTEP_SITE.",
            )),
        }
    }

    /// The files of a folder as `cargo xtask build` (or `cargo leptos`) makes it.
    ///
    /// # Errors
    /// In words, when the folder does not hold them.
    pub fn in_folder(folder: &Path) -> Result<Site, StartError> {
        let mut names = BTreeSet::new();
        list(folder, folder, &mut names);
        let assets = manifest::read(std::fs::read(folder.join(manifest::NAME)).ok().as_deref(), &names)
            .map_err(|why| StartError::new(format!("{why} (looked in {})", folder.display())))?;
        Site { place: Place::Folder(folder.to_path_buf()), names, assets: Arc::default() }.with(assets)
    }

    #[cfg(feature = "embed")]
    fn in_program() -> Result<Site, StartError> {
        let names: BTreeSet<String> = Embedded::iter().map(|name| name.into_owned()).collect();
        let listing = Embedded::get(manifest::NAME).map(|file| file.data);
        let assets = manifest::read(listing.as_deref(), &names)
            .map_err(|why| StartError::new(format!("{why} (inside this program)")))?;
        Site { place: Place::Program, names, assets: Arc::default() }.with(assets)
    }

    /// With what pages ask for; reads the style sheets, which pages carry along.
    fn with(mut self, mut assets: Assets) -> Result<Site, StartError> {
        for bundle in [&mut assets.overview, &mut assets.logs, &mut assets.settings] {
            bundle.sheet = self.text(bundle.css.trim_start_matches('/'))?;
        }
        self.assets = Arc::new(assets);
        Ok(self)
    }

    /// A file that is text.
    fn text(&self, name: &str) -> Result<String, StartError> {
        let bytes: Option<Cow<'static, [u8]>> = match &self.place {
            Place::Folder(folder) => std::fs::read(folder.join(name)).ok().map(Cow::Owned),
            #[cfg(feature = "embed")]
            Place::Program => Embedded::get(name).map(|file| file.data),
        };
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.into_owned()).ok());
        text.ok_or_else(|| {
            StartError::new(format!("{name} cannot be read: run `cargo xtask build` once more."))
        })
    }

    /// Whether there is such a file; the list of files is none.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name) && name != manifest::NAME
    }

    /// A file's content; `None` where it has gone since the start.
    pub async fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        if !self.has(name) {
            return None;
        }
        match &self.place {
            Place::Folder(folder) => tokio::fs::read(folder.join(name)).await.ok().map(Cow::Owned),
            #[cfg(feature = "embed")]
            Place::Program => Embedded::get(name).map(|file| file.data),
        }
    }
}

/// Where the files usually lie: beside the program, where the build puts them, or below where it was started.
#[cfg(not(feature = "embed"))]
fn usual_folders() -> Vec<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let above = beside.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    [beside, above]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("site"))
        .chain([PathBuf::from("target/site")])
        .collect()
}

/// Lists a folder and those below it.
fn list(top: &Path, folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(top, &path, names);
        } else if let Ok(name) = path.strip_prefix(top) {
            let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            names.insert(parts.join("/"));
        }
    }
}
