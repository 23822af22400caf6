//! Which resource and which record a path names.

use super::error::ApiError;
use super::schema::Resource;
use super::state::ACCOUNT;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The account this token is for.
    Accounts,
    /// The account with its currency and staff limits.
    Account,
    /// Who is calling.
    Session,
    /// All records of a resource.
    List(Resource),
    /// One record.
    One(Resource, u64),
    /// A customer whose personal data goes.
    Anonymize(u64),
    /// The refund of a sale, by its id or ticket number.
    Refund(u64),
    /// The lines of one sale.
    LinesOf(u64),
}

impl Route {
    /// Reads a path such as `/API/V3/Account/90210/Item/12.json`; names are case-sensitive.
    ///
    /// # Errors
    /// 404 for an address that does not exist, 403 for an account that is not this token's.
    pub(crate) fn parse(path: &str) -> Result<Self, ApiError> {
        let unknown = || ApiError::no_route(path);
        let plain = path.strip_suffix(".json").or_else(|| path.strip_suffix(".xml")).unwrap_or(path);
        let rest = plain.strip_prefix("/API/").ok_or_else(unknown)?;
        let rest = match rest {
            "Session" => return Ok(Self::Session),
            versioned => versioned.strip_prefix("V3/").ok_or_else(unknown)?,
        };
        match rest.split('/').collect::<Vec<_>>().as_slice() {
            ["Session"] => Ok(Self::Session),
            ["Account"] => Ok(Self::Accounts),
            ["Account", account] if *account == ACCOUNT => Ok(Self::Account),
            ["Account", account, ..] if *account != ACCOUNT => {
                Err(ApiError::forbidden(format!("You do not have access to account {account}.")))
            }
            ["Account", _, name] => Ok(Self::List(Resource::named(name).ok_or_else(unknown)?)),
            ["Account", _, "Customer", id, "Anonymize"] => {
                Ok(Self::Anonymize(id.parse().map_err(|_| unknown())?))
            }
            ["Account", _, "Sale", id, "refund"] => Ok(Self::Refund(id.parse().map_err(|_| unknown())?)),
            ["Account", _, "Sale", id, "SaleLine"] => Ok(Self::LinesOf(id.parse().map_err(|_| unknown())?)),
            ["Account", _, name, id] => {
                let resource = Resource::named(name).ok_or_else(unknown)?;
                Ok(Self::One(resource, id.parse().map_err(|_| unknown())?))
            }
            _ => Err(unknown()),
        }
    }

    /// The resource it is about, if it is about one.
    pub(crate) fn resource(self) -> Option<Resource> {
        match self {
            Self::List(resource) | Self::One(resource, _) => Some(resource),
            Self::Anonymize(_) => Some(Resource::Customer),
            Self::Refund(_) => Some(Resource::Sale),
            Self::LinesOf(_) => Some(Resource::SaleLine),
            Self::Accounts | Self::Account | Self::Session => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/API/V3/Account.json", Some(Route::Accounts))]
    #[case("/API/V3/Account/90210.json", Some(Route::Account))]
    #[case("/API/Session.json", Some(Route::Session))]
    #[case("/API/V3/Account/90210/Item.json", Some(Route::List(Resource::Item)))]
    #[case("/API/V3/Account/90210/Item/7", Some(Route::One(Resource::Item, 7)))]
    #[case("/API/V3/Account/90210/Customer/7/Anonymize.json", Some(Route::Anonymize(7)))]
    #[case("/API/V3/Account/90210/Sale/7/refund.json", Some(Route::Refund(7)))]
    #[case("/API/V3/Account/90210/Sale/7/SaleLine.json", Some(Route::LinesOf(7)))]
    #[case("/API/V3/Account/90210/Note.json", None)]
    #[case("/API/V3/Account/90210/item.json", None)]
    #[case("/API/Account/90210/Item.json", None)]
    #[case("/API/V3/Account/90210/Item/x.json", None)]
    fn paths_lead_to_routes(#[case] path: &str, #[case] route: Option<Route>) {
        assert_eq!(Route::parse(path).ok(), route);
    }

    #[test]
    fn another_account_is_forbidden() {
        assert_eq!(Route::parse("/API/V3/Account/1/Item.json").unwrap_err().status.as_u16(), 403);
    }
}
