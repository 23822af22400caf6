use std::collections::HashMap;

use model::When;
use model::payload::Named;

/// What an account's sales do not tell themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// ISO 4217 code of the account.
    pub currency: String,
    /// Shop names by id.
    pub shops: HashMap<String, String>,
    /// Names of the staff by id; `None` where we may not read them.
    pub employees: Option<HashMap<String, String>>,
}

impl Book {
    /// A shop and its name, empty where unknown.
    pub fn shop(&self, id: &str) -> Named {
        named(id, self.shops.get(id))
    }

    /// A member of staff and the name, empty where unknown.
    pub fn employee(&self, id: &str) -> Named {
        named(id, self.employees.as_ref().and_then(|names| names.get(id)))
    }

    /// Whether a sale of this shop, rung up by this person, finds both names. Names we may not read are not missed.
    pub fn knows(&self, shop: Option<&str>, employee: Option<&str>) -> bool {
        let employees = self.employees.as_ref();
        shop.is_none_or(|id| self.shops.contains_key(id))
            && employee.is_none_or(|id| employees.is_none_or(|names| names.contains_key(id)))
    }
}

/// Where a returned line was sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The sale.
    pub sale: String,
    /// When the line was rung up, where the till tells.
    pub at: Option<When>,
}

/// Where returned lines were sold, by the id of the line that was sold.
pub type Origins = HashMap<String, Origin>;

fn named(id: &str, name: Option<&String>) -> Named {
    Named { id: id.to_owned(), name: name.cloned().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(id: &str, name: &str) -> HashMap<String, String> {
        HashMap::from([(id.to_owned(), name.to_owned())])
    }

    #[test]
    fn a_name_that_is_missing_is_known_to_be_missing_unless_it_may_not_be_read() {
        let (shops, employees) = (names("1", "Mill Lane"), Some(names("2", "Ada")));
        let open = Book { currency: "GBP".to_owned(), shops, employees };
        assert!(open.knows(Some("1"), Some("2")) && open.knows(None, None));
        assert!(!open.knows(Some("3"), Some("2")) && !open.knows(Some("1"), Some("4")));
        let closed = Book { employees: None, ..open };
        assert!(closed.knows(Some("1"), Some("4")));
        assert_eq!(closed.employee("2"), Named { id: "2".to_owned(), name: String::new() });
    }
}
