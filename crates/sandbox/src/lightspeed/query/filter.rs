//! One condition on the rows, and whether a row meets it.

use std::cmp::Ordering;

use crate::lightspeed::error::ApiError;
use crate::lightspeed::query::relations::Relations;
use crate::lightspeed::scalar::{Kind, Scalar};
use crate::lightspeed::schema::{Field, Relation, Resource, Target};
use crate::lightspeed::state::State;
use crate::lightspeed::table::Row;

/// The most values `IN` takes.
const IN_LIMIT: usize = 100;
const CONTACT_FIELDS: [&str; 6] = ["email", "phoneHome", "phoneWork", "mobile", "pager", "fax"];

/// What a condition is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject {
    /// A field of the row itself.
    Own(&'static Field),
    /// A field of the rows of a loaded relation.
    Related(&'static Relation, &'static Field),
    /// A field of the customer's contact.
    Contact(&'static str),
    /// An item's id, upc or ean, whichever fits.
    ItemCode,
}

impl Subject {
    fn kind(self) -> Kind {
        match self {
            Self::Own(field) | Self::Related(_, field) => field.kind,
            Self::Contact(_) | Self::ItemCode => Kind::Text,
        }
    }

    /// The relation it reaches into, or the row itself: `or` is priced by it.
    pub(crate) fn entity(self) -> &'static str {
        match self {
            Self::Own(_) | Self::ItemCode => "",
            Self::Related(relation, _) => relation.name,
            Self::Contact(_) => "Contact",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Is(Vec<Scalar>),
    IsNot(Scalar),
    Above(Scalar),
    AtLeast(Scalar),
    Below(Scalar),
    AtMost(Scalar),
    Between(Scalar, Scalar),
    Like(String),
    NotLike(String),
}

/// A condition on a field.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) name: String,
    pub(crate) subject: Subject,
    test: Test,
}

impl Filter {
    /// Reads `name=value`. `None` if there is no such field, or its relation is not loaded.
    pub(crate) fn parse(
        resource: Resource,
        relations: &Relations,
        name: &str,
        value: &str,
    ) -> Result<Option<Self>, ApiError> {
        let Some(subject) = subject(resource, relations, name) else { return Ok(None) };
        let test = test(subject, name, value)?;
        Ok(Some(Self { name: name.to_owned(), subject, test }))
    }

    /// Whether it compares sizes, which `or` charges for.
    pub(crate) fn is_range(&self) -> bool {
        matches!(
            self.test,
            Test::Above(_) | Test::AtLeast(_) | Test::Below(_) | Test::AtMost(_) | Test::Between(..)
        )
    }

    /// Whether a row meets it; of a relation at least one row must.
    pub(crate) fn holds(&self, state: &State, id: u64, row: &Row) -> bool {
        match self.subject {
            Subject::Own(field) => self.test.holds(row.get(field.name)),
            Subject::ItemCode => {
                let own = Scalar::Text(id.to_string());
                [Some(&own), row.get("upc"), row.get("ean")].into_iter().any(|value| self.test.holds(value))
            }
            Subject::Contact(field) => state
                .contacts
                .get(&row.id("contactID"))
                .and_then(|contact| contact.filter_values(field))
                .is_some_and(|values| values.iter().any(|value| self.test.holds(Some(value)))),
            Subject::Related(relation, field) => match relation.target {
                Target::One { resource, via } => state
                    .row(resource, row.id(via))
                    .is_some_and(|related| self.test.holds(related.get(field.name))),
                Target::Many { resource, parent } => state
                    .table(resource)
                    .children(parent, id)
                    .any(|(_, child)| self.holds_for_child(field, child)),
                Target::Contact | Target::Attributes | Target::Nothing { .. } => false,
            },
        }
    }

    /// Whether a child row meets it, where children that do not are hidden.
    pub(crate) fn keeps_child(&self, relation: &str, child: &Row) -> bool {
        match self.subject {
            Subject::Related(mine, field) if mine.name == relation => self.holds_for_child(field, child),
            _ => true,
        }
    }

    fn holds_for_child(&self, field: &Field, child: &Row) -> bool {
        self.test.holds(child.get(field.name))
    }
}

fn subject(resource: Resource, relations: &Relations, name: &str) -> Option<Subject> {
    let spec = resource.spec();
    if resource == Resource::Item && name == "itemCode" {
        return Some(Subject::ItemCode);
    }
    let Some((relation, field)) = name.split_once('.') else {
        // Older samples spell it with a capital T.
        let name = if name == "updateTime" { "updatetime" } else { name };
        return spec.field(name).map(Subject::Own);
    };
    relations.below(relation)?;
    let relation = spec.relation(relation)?;
    match relation.target {
        Target::Contact => CONTACT_FIELDS.into_iter().find(|known| *known == field).map(Subject::Contact),
        Target::One { resource, .. } | Target::Many { resource, .. } => {
            resource.spec().field(field).map(|field| Subject::Related(relation, field))
        }
        Target::Attributes | Target::Nothing { .. } => None,
    }
}

fn test(subject: Subject, name: &str, value: &str) -> Result<Test, ApiError> {
    const OPERATORS: [&str; 9] = [">", ">=", "<", "<=", "><", "!=", "~", "!~", "IN"];
    let split = value.split_once(',').filter(|(operator, _)| OPERATORS.contains(operator));
    let Some((operator, operand)) = split else { return Ok(Test::Is(vec![read(subject, name, value)?])) };
    if matches!(subject, Subject::ItemCode) && operator != "IN" {
        return Err(ApiError::bad("itemCode supports only =, or and IN."));
    }
    let one = || read(subject, name, operand);
    Ok(match operator {
        ">" => Test::Above(one()?),
        ">=" => Test::AtLeast(one()?),
        "<" => Test::Below(one()?),
        "<=" => Test::AtMost(one()?),
        "!=" => Test::IsNot(one()?),
        "~" => Test::Like(operand.to_lowercase()),
        "!~" => Test::NotLike(operand.to_lowercase()),
        "><" => {
            let bounds = operand.split_once(',');
            let (low, high) =
                bounds.ok_or_else(|| ApiError::bad(format!("'{name}' needs two values after ><.")))?;
            Test::Between(read(subject, name, low)?, read(subject, name, high)?)
        }
        _ => Test::Is(list(subject, name, operand)?),
    })
}

fn list(subject: Subject, name: &str, operand: &str) -> Result<Vec<Scalar>, ApiError> {
    let inner = operand.trim().trim_start_matches('[').trim_end_matches(']');
    let texts: Vec<&str> = inner.split(',').map(|one| one.trim().trim_matches('"')).collect();
    if texts.len() > IN_LIMIT {
        return Err(ApiError::bad(format!(
            "IN takes at most {IN_LIMIT} values, '{name}' has {}.",
            texts.len()
        )));
    }
    texts.into_iter().map(|text| read(subject, name, text)).collect()
}

fn read(subject: Subject, name: &str, text: &str) -> Result<Scalar, ApiError> {
    let text = if subject.kind() == Kind::Text { text } else { text.trim() };
    Scalar::parse(subject.kind(), text)
        .ok_or_else(|| ApiError::bad(format!("'{text}' is not a valid value for {name}.")))
}

impl Test {
    fn holds(&self, value: Option<&Scalar>) -> bool {
        let Some(value) = value else { return matches!(self, Self::IsNot(_) | Self::NotLike(_)) };
        let against = |bound: &Scalar| value.compare(bound);
        match self {
            Self::Is(wanted) => wanted.iter().any(|one| against(one) == Ordering::Equal),
            Self::IsNot(unwanted) => against(unwanted) != Ordering::Equal,
            Self::Above(bound) => against(bound) == Ordering::Greater,
            Self::AtLeast(bound) => against(bound) != Ordering::Less,
            Self::Below(bound) => against(bound) == Ordering::Less,
            Self::AtMost(bound) => against(bound) != Ordering::Greater,
            Self::Between(low, high) => against(low) != Ordering::Less && against(high) != Ordering::Greater,
            Self::Like(pattern) => like(&value.wire().to_lowercase(), pattern),
            Self::NotLike(pattern) => !like(&value.wire().to_lowercase(), pattern),
        }
    }
}

/// Whether a text fits a pattern in which `%` stands for anything.
fn like(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('%') else { return text == pattern };
    let Some(mut left) = text.strip_prefix(start) else { return false };
    let mut parts = rest.split('%').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None if part.is_empty() => {}
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("trail bike 26", "%bike%", true)]
    #[case("bike", "%bike%", true)]
    #[case("bike shed", "bike", false)]
    #[case("bike shed", "bike%", true)]
    #[case("old bike", "%bike", true)]
    #[case("bikes", "%bike", false)]
    #[case("a-b-c", "a%b%c", true)]
    #[case("", "", true)]
    fn percent_stands_for_anything(#[case] text: &str, #[case] pattern: &str, #[case] fits: bool) {
        assert_eq!(like(text, pattern), fits);
    }
}
