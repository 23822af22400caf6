use serde::{Deserialize, Serialize};

/// Whose work a record is: which of the merchant's people looks after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Whose {
    /// Nobody's yet.
    Nobody,
    /// Somebody's, no matter whose.
    Anybody,
    /// Of whoever asks; the server knows who that is.
    Mine,
    /// Of the colleague of this name, whatever its capitals.
    Of(String),
}

impl Whose {
    /// The word used in addresses and in the query language.
    pub fn word(&self) -> &str {
        match self {
            Whose::Nobody => "nobody",
            Whose::Anybody => "anybody",
            Whose::Mine => "me",
            Whose::Of(name) => name,
        }
    }

    /// Whether it names a person, whose name stays out of addresses.
    pub fn names_a_person(&self) -> bool {
        matches!(self, Whose::Of(_))
    }

    /// The name it asks for. Whoever asks without having a name has nothing assigned: the empty name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Whose::Nobody | Whose::Anybody => None,
            Whose::Mine => Some(""),
            Whose::Of(name) => Some(name),
        }
    }
}

impl From<String> for Whose {
    fn from(word: String) -> Whose {
        match word.trim().to_lowercase().as_str() {
            "nobody" => Whose::Nobody,
            "anybody" => Whose::Anybody,
            "me" => Whose::Mine,
            _ => Whose::Of(word.trim().to_owned()),
        }
    }
}

impl From<Whose> for String {
    fn from(whose: Whose) -> String {
        whose.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_anything_else_is_a_name() {
        for whose in [Whose::Nobody, Whose::Anybody, Whose::Mine, Whose::Of("Ana B.".to_owned())] {
            assert_eq!(Whose::from(whose.word().to_owned()), whose);
        }
        assert_eq!(Whose::from(" ME ".to_owned()), Whose::Mine);
        assert!(Whose::from("Ana".to_owned()).names_a_person());
    }
}
