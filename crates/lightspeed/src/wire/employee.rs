use serde::Deserialize;

use super::scalar;

/// A member of staff (vendor page `Employee`, fact sheet 4.1).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Employee {
    /// The key.
    #[serde(rename = "employeeID", deserialize_with = "scalar::id")]
    pub id: Option<String>,
    /// First name.
    #[serde(deserialize_with = "scalar::text")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(deserialize_with = "scalar::text")]
    pub last_name: Option<String>,
}

impl Employee {
    /// First and last name, as far as there are any.
    pub fn name(&self) -> String {
        let part = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        format!("{} {}", part(&self.first_name), part(&self.last_name)).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_have_one_part_or_none() {
        let named = |first: Option<&str>, last: Option<&str>| Employee {
            first_name: first.map(str::to_owned),
            last_name: last.map(str::to_owned),
            ..Employee::default()
        };
        assert_eq!(named(Some("Ada "), Some("Byron")).name(), "Ada Byron");
        assert_eq!(named(Some("Ada"), None).name(), "Ada");
        assert_eq!(named(None, Some("")).name(), "");
    }
}
