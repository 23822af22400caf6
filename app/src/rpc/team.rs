use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};
use model::{Note, Noted, RecordId};
use serde::{Deserialize, Serialize};

use super::Answer;
use crate::AppError;
#[cfg(feature = "ssr")]
use crate::team;

/// Who works here, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamView {
    /// What colleagues call whoever sits at this browser; `None` while nobody said so.
    pub me: Option<String>,
    /// Everybody who was given something to look after, whoever got something last first.
    pub colleagues: Vec<String>,
}

/// What a team does about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTeam {
    /// Who looks after it.
    pub assigned: Option<String>,
    /// What people did about it, the latest first.
    pub notes: Vec<Note>,
    /// Who works here.
    pub team: TeamView,
}

/// Notes of one answer: nobody reads more about one record.
#[cfg(feature = "ssr")]
const NOTES: u32 = 100;

/// What the team does about a record.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such record, [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "notes", input = GetUrl, output = Answer)]
pub async fn read_notes(id: RecordId) -> Result<RecordTeam, AppError> {
    let state = crate::AppState::of_request()?;
    let store = state.control.store();
    let record = store.record(state.merchant, id).await?;
    let record = record.ok_or_else(no_record)?;
    let notes = store.notes(state.merchant, id, NOTES).await?;
    Ok(RecordTeam { assigned: record.assigned, notes, team: team_of(&state).await? })
}

#[cfg(feature = "ssr")]
fn no_record() -> AppError {
    AppError::NotFound { what: "record with this address".to_owned() }.told()
}

#[cfg(feature = "ssr")]
async fn team_of(state: &crate::AppState) -> Result<TeamView, AppError> {
    let colleagues = state.control.store().colleagues(state.merchant, 50).await?;
    Ok(TeamView { me: team::me(), colleagues })
}

/// Who works here.
///
/// # Errors
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "team", input = GetUrl, output = Answer)]
pub async fn read_team() -> Result<TeamView, AppError> {
    team_of(&crate::AppState::of_request()?).await
}

/// From now on this browser is called so.
///
/// # Errors
/// [`AppError::Invalid`] for what cannot be a name.
#[server(prefix = "/rpc", endpoint = "call-me", input = Json, output = Answer)]
pub async fn call_me(name: String) -> Result<String, AppError> {
    team::call_me(&name)
}

/// Puts a note on a record, or gives it to a colleague to look after.
///
/// # Errors
/// [`AppError::Invalid`] for an empty note or what cannot be a name, [`AppError::NotFound`] if there is no such record,
/// [`AppError::Busy`] while the store does not answer.
#[server(prefix = "/rpc", endpoint = "keep-note", input = Json, output = Answer)]
pub async fn keep_note(id: RecordId, says: Noted) -> Result<(), AppError> {
    let state = crate::AppState::of_request()?;
    let refused = |what| AppError::Invalid { what }.told();
    let says = match says {
        Noted::Words { text } => Noted::Words { text: team::text(&text).map_err(refused)? },
        Noted::Assigned { to } => {
            Noted::Assigned { to: team::colleague(&to.unwrap_or_default()).map_err(refused)? }
        }
    };
    let done = state.control.store().note(state.merchant, id, &says, &team::who()).await?;
    if done { Ok(()) } else { Err(no_record()) }
}
