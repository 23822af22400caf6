//! Turns what was said into values, and remembers everything that could not be understood.

use std::fmt;
use std::str::FromStr;

use secrecy::SecretString;

use super::keys;
use super::sources::{Said, Sources};

/// All that is wrong with the settings, each a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Lockstep cannot start with these settings:")?;
        self.0.iter().try_for_each(|problem| writeln!(f, "  - {problem}"))
    }
}

impl std::error::Error for Problems {}

/// Reads settings one by one; a bad one is noted and reading goes on, so that all problems are told at once.
pub struct Reader<'a> {
    sources: &'a Sources,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Starts with what is wrong with the file itself.
    pub fn new(sources: &'a Sources) -> Reader<'a> {
        Reader { sources, problems: sources.problems().to_vec() }
    }

    /// What was said about a setting, if anything.
    pub fn text(&self, name: &'static str) -> Option<Said> {
        self.sources.said(name)
    }

    /// A setting that is not to be shown.
    pub fn secret(&self, name: &'static str) -> Option<SecretString> {
        self.text(name).map(|said| said.text.into())
    }

    /// A setting that must have a certain form; `wanted` says which, to follow "give".
    pub fn parse<T: FromStr>(&mut self, name: &'static str, wanted: &str) -> Option<T> {
        self.read(name, wanted, |text| text.parse().ok())
    }

    /// A setting read by a function that answers `None` for what it does not understand.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        wanted: &str,
        understand: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let said = self.text(name)?;
        let value = understand(&said.text);
        if value.is_none() {
            let shown = if keys::find(name).is_some_and(|key| key.secret) { "…" } else { &said.text };
            self.problem(format!("{} is “{shown}”: give {wanted}.", said.by));
        }
        value
    }

    /// Notes a problem.
    pub fn problem(&mut self, sentence: impl Into<String>) {
        self.problems.push(sentence.into());
    }

    /// The value if nothing was wrong anywhere.
    ///
    /// # Errors
    /// Everything that was noted.
    pub fn finish<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Problems> {
        if !self.problems.is_empty() {
            return Err(Problems(self.problems));
        }
        value().ok_or_else(|| Problems(vec!["The settings are not complete.".to_owned()]))
    }
}
