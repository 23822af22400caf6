//! Where settings come from: flags first, then the environment, then the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::keys::{self, CONFIG_ENV, KEYS};
use super::near::nearest;

/// All that was said, from everywhere, not yet understood.
#[derive(Default)]
pub struct Sources {
    flags: BTreeMap<&'static str, String>,
    env: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    file_name: String,
    problems: Vec<String>,
}

/// A value and who said it.
#[derive(Clone)]
pub struct Said {
    /// The value as it was written, without space around it.
    pub text: String,
    /// Who said it, for messages: `--port`, `LOCKSTEP_PORT` or the file's line.
    pub by: String,
}

impl Sources {
    /// Gathers flags (by the setting's name) and environment, and reads the file they name, if any.
    pub fn gather(
        flags: impl IntoIterator<Item = (&'static str, Option<String>)>,
        env: impl IntoIterator<Item = (String, String)>,
        config: Option<PathBuf>,
    ) -> Sources {
        let mut sources = Sources {
            flags: flags.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
            env: env
                .into_iter()
                .filter(|(name, text)| name.starts_with("LOCKSTEP_") && !text.trim().is_empty())
                .collect(),
            ..Sources::default()
        };
        let named = config.or_else(|| sources.env.get(CONFIG_ENV).map(PathBuf::from));
        if let Some(path) = named {
            sources.read_file(&path);
        }
        sources
    }

    /// What was said about a setting.
    pub fn said(&self, name: &'static str) -> Option<Said> {
        let key = keys::find(name)?;
        let said = |text: &String, by: String| Said { text: text.trim().to_owned(), by };
        let flag = self.flags.get(name).map(|text| said(text, format!("--{}", flag_of(name))));
        let env = || self.env.get(&key.env()).map(|text| said(text, key.env()));
        let file = || self.file.get(name).map(|text| said(text, format!("`{name}` in {}", self.file_name)));
        flag.or_else(env).or_else(file)
    }

    /// What is wrong with the file itself.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Environment variables that look like ours but are none: likely a slip, but perhaps another program's.
    pub fn strangers(&self) -> Vec<String> {
        let known: Vec<String> = KEYS.iter().map(keys::Key::env).chain([CONFIG_ENV.to_owned()]).collect();
        self.env
            .keys()
            .filter(|name| !known.contains(name))
            .filter_map(|name| {
                let meant = nearest(name, known.iter().map(String::as_str))?;
                Some(format!("{name} is no setting of Lockstep and changes nothing. Did you mean {meant}?"))
            })
            .collect()
    }

    fn read_file(&mut self, path: &Path) {
        self.file_name = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.problems.push(format!(
                    "The settings file {} cannot be read ({error}). Give the path of a TOML file with --config.",
                    self.file_name
                ));
                return;
            }
        };
        match text.parse::<toml::Table>() {
            Ok(table) => self.take_table("", &table),
            // The library's full message quotes the line, which may hold a secret.
            Err(error) => self.problems.push(format!(
                "The settings file {} is not valid TOML{}: {}.",
                self.file_name,
                line_of(&text, error.span()),
                error.message()
            )),
        }
    }

    fn take_table(&mut self, prefix: &str, table: &toml::Table) {
        for (name, value) in table {
            let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::Table(inner) if is_part(&name) => self.take_table(&name, inner),
                _ if keys::find(&name).is_none() => self.refuse_unknown(&name),
                toml::Value::String(text) => self.take(name, text.clone()),
                toml::Value::Integer(number) => self.take(name, number.to_string()),
                toml::Value::Boolean(yes) => self.take(name, yes.to_string()),
                _ => self.problems.push(format!(
                    "`{name}` in {} must be a text, a whole number, or true or false.",
                    self.file_name
                )),
            }
        }
    }

    fn take(&mut self, name: String, text: String) {
        if !text.trim().is_empty() {
            self.file.insert(name, text);
        }
    }

    fn refuse_unknown(&mut self, name: &str) {
        let meant = nearest(name, KEYS.iter().map(|key| key.name)).map_or_else(
            || "`lockstep --help` lists all there are.".to_owned(),
            |meant| format!("Did you mean `{meant}`?"),
        );
        self.problems.push(format!("`{name}` in {} is no setting of Lockstep. {meant}", self.file_name));
    }
}

/// The flag of a setting: `sandbox.lag_ms` is `--lag-ms`.
fn flag_of(name: &str) -> String {
    name.strip_prefix("sandbox.").unwrap_or(name).replace(['.', '_'], "-")
}

/// Whether some setting lies in a part of this name, such as `[brightpearl]`.
fn is_part(name: &str) -> bool {
    KEYS.iter().any(|key| key.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// The line a place in a text lies on, as ` (line 3)`.
fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start));
    before.map(|before| format!(" (line {})", before.matches('\n').count() + 1)).unwrap_or_default()
}
