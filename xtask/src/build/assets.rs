//! The files the browser loads: named by what is in them, and packed beside themselves.

use super::sizes::Weight;
use crate::problem::Problem;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// One file of the site, by its name inside `pkg/`.
pub struct Asset {
    /// The name, with folders in front of it if it lies in one.
    pub name: String,
    bytes: Vec<u8>,
}

impl Asset {
    /// A file with this name and content.
    pub fn new(name: String, bytes: Vec<u8>) -> Self {
        Self { name, bytes }
    }
}

/// How hard to pack: a production build is packed once and loaded often.
#[derive(Clone, Copy)]
pub struct Effort {
    brotli: u32,
    gzip: u32,
}

impl Effort {
    /// The hardest for a release, a quick one for the demo.
    pub fn of(release: bool) -> Self {
        if release { Self { brotli: 11, gzip: 9 } } else { Self { brotli: 4, gzip: 4 } }
    }
}

/// A file name that changes with the content, so that browsers may keep the file for ever.
pub fn hashed_name(stem: &str, extension: &str, bytes: &[u8]) -> String {
    format!("{stem}.{}.{extension}", short_hash(&[bytes]))
}

/// A folder name that changes with what is in it.
pub fn hashed_folder(stem: &str, files: &[Asset]) -> String {
    let contents: Vec<&[u8]> = files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]).collect();
    format!("{stem}-{}", short_hash(&contents))
}

/// Twelve hexadecimal digits: enough that two builds never share a name.
fn short_hash(contents: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(content);
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes all files into `site/pkg`, packed ones beside them, removes those of earlier builds, and tells what they weigh.
///
/// # Errors
/// When a file cannot be written.
pub fn write_all(site: &Path, files: &[Asset], effort: Effort) -> Result<Vec<Weight>, Problem> {
    let pkg = site.join("pkg");
    let _ = std::fs::remove_dir_all(&pkg);
    files.iter().map(|file| write_one(&pkg, file, effort)).collect()
}

fn write_one(pkg: &Path, file: &Asset, effort: Effort) -> Result<Weight, Problem> {
    let path = pkg.join(&file.name);
    let packed = brotli(&file.bytes, effort);
    write(&path, &file.bytes)?;
    write(&with_suffix(&path, "br"), &packed)?;
    write(&with_suffix(&path, "gz"), &gzip(&file.bytes, effort))?;
    eprintln!("{:>10} B {:>9} B brotli  {}", file.bytes.len(), packed.len(), file.name);
    Ok(Weight { name: file.name.clone(), packed: packed.len() })
}

fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|cause| Problem::with_file("make", folder, &cause))?;
    std::fs::write(path, bytes).map_err(|cause| Problem::with_file("write", path, &cause))
}

fn brotli(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut packer = brotli::CompressorWriter::new(&mut packed, 1 << 16, effort.brotli, 22);
    // Writing into memory cannot fail.
    let _ = packer.write_all(bytes);
    drop(packer);
    packed
}

fn gzip(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(effort.gzip));
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}
