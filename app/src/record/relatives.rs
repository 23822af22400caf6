//! What a record depends on or came from, and what waits for it, each with the way there.

use leptos::prelude::*;
use model::{Kind, RecordId, Status};
use serde::{Deserialize, Serialize};

use super::dialog::record_address;
use crate::log::Board;
use crate::ui::Chip;

/// The records around one record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Relatives {
    /// What it depends on or came from.
    pub depends_on: Vec<Relative>,
    /// The first records that wait for it.
    pub waiting: Vec<Relative>,
    /// How many more wait, in words; empty where all are named.
    pub more: String,
}

/// A record beside another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    /// What it is to the other, such as `Customer`; empty where it only waits.
    pub tie: String,
    /// Its kind.
    pub kind: Kind,
    /// What a person would call it.
    pub name: String,
    /// The record and where it stands; `None` while it has not been seen.
    pub record: Option<(RecordId, Status)>,
    /// One sentence more: why it is not in step, or that it is not known.
    pub says: String,
}

/// What the record depends on or came from.
#[component]
pub fn DependsOn(board: Board, relatives: Vec<Relative>) -> impl IntoView {
    (!relatives.is_empty()).then(|| {
        view! {
            <section class="part">
                <h3>"Depends on"</h3>
                <ul class="relatives" data-test="depends-on">{lines(board, relatives)}</ul>
            </section>
        }
    })
}

/// What waits for the record.
#[component]
pub fn WaitingForThis(
    board: Board,
    relatives: Vec<Relative>,
    /// How many more wait, in words.
    more: String,
) -> impl IntoView {
    (!relatives.is_empty()).then(|| {
        view! {
            <section class="part">
                <h3>"Waits for this"</h3>
                <ul class="relatives" data-test="waited-for-by">{lines(board, relatives)}</ul>
                {(!more.is_empty()).then(|| view! { <p class="quiet more" data-test="waiting-more">{more}</p> })}
            </section>
        }
    })
}

fn lines(board: Board, relatives: Vec<Relative>) -> impl IntoView {
    relatives.into_iter().map(|relative| line(board, relative)).collect_view()
}

fn line(board: Board, relative: Relative) -> impl IntoView {
    let Relative { tie, kind, name, record, says } = relative;
    let name = match record {
        Some((id, _)) => {
            let href = record_address(board, kind, id);
            view! { <a class="name" data-noscroll="true" href=href>{name}</a> }.into_any()
        }
        None => view! { <span class="name">{name}</span> }.into_any(),
    };
    view! {
        <li>
            {(!tie.is_empty()).then(|| view! { <span class="tie">{tie}</span> })}
            {name}
            {record.map(|(_, status)| view! { <Chip status/> })}
            {(!says.is_empty()).then(|| view! { <span class="says">{says}</span> })}
        </li>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod of_record {
    use model::{Kind, Record, Status};

    use super::{Relative, Relatives};
    use crate::kinds::view_of;
    use crate::ui::count;
    use crate::{AppError, AppState};

    impl Relatives {
        /// The records around this one.
        pub(crate) async fn read(state: &AppState, record: &Record) -> Result<Relatives, AppError> {
            let relations = state.control.relations(state.merchant, record).await?;
            let depends_on = relations.depends_on.iter().map(|relation| {
                let called = called(relation.kind, relation.source_ref.as_deref(), &relation.name);
                relative(relation.tie.name(), relation.kind, called, relation.record.as_ref())
            });
            let waiting =
                relations.waiting.iter().map(|record| relative("", record.kind, String::new(), Some(record)));
            Ok(Relatives {
                depends_on: depends_on.collect(),
                waiting: waiting.collect(),
                more: more(relations.more, relations.uncounted),
            })
        }
    }

    /// What something is called while there is no record of it.
    fn called(kind: Kind, source_ref: Option<&str>, name: &str) -> String {
        match source_ref {
            Some(id) if name.is_empty() => format!("{} {id}", view_of(kind).read.called),
            _ => name.to_owned(),
        }
    }

    fn relative(tie: &str, kind: Kind, called: String, record: Option<&Record>) -> Relative {
        let status = record.map(|record| record.state.status());
        let says = match record {
            None => "Not in the log.".to_owned(),
            Some(_) if status == Some(Status::Synced) => String::new(),
            Some(record) => record.state.say(),
        };
        Relative {
            tie: tie.to_owned(),
            kind,
            name: record.map_or(called, |record| (view_of(record.kind).read.name)(record)),
            record: record.map(|record| (record.id, record.state.status())),
            says,
        }
    }

    fn more(counted: usize, uncounted: bool) -> String {
        let number = count(i64::try_from(counted).unwrap_or(i64::MAX));
        match (counted, uncounted) {
            (0, _) => String::new(),
            (_, false) => format!("And {number} more."),
            (_, true) => format!("And more than {number} more."),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_was_never_seen_is_named_by_its_reference_or_by_the_tills_name() {
            assert_eq!(called(Kind::Customer, Some("55"), ""), "Customer 55");
            assert_eq!(called(Kind::Order, Some("901"), ""), "Sale 901");
            assert_eq!(called(Kind::Product, None, "Enamel Mug"), "Enamel Mug");
            assert_eq!(relative("Customer", Kind::Customer, "Customer 55".to_owned(), None).record, None);
        }

        #[test]
        fn records_that_are_not_named_are_counted() {
            assert_eq!(more(0, false), "");
            assert_eq!(more(7, false), "And 7 more.");
            assert_eq!(more(1_180, true), "And more than 1,180 more.");
        }
    }
}
