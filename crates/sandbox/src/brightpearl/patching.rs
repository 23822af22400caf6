//! JSON-Patch lists, which come as plain JSON, and how they are refused (fact sheet 4.3.5, 5.10).

use serde_json::Value;

use super::reply::Refusal;

/// One operation of a patch.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    /// `add`, `replace` or `remove`.
    pub op: &'a str,
    /// Where, beginning with a slash.
    pub path: &'a str,
    /// What; null where it is missing.
    pub value: &'a Value,
}

/// Reads the operations of a body.
///
/// # Errors
/// 400 `CMNC-010` if it is no list, 500 `CMNC-044` for any other kind of operation.
pub fn read(body: &Value) -> Result<Vec<Operation<'_>>, Refusal> {
    let list = body.as_array().ok_or_else(|| Refusal::bad("CMNC-010", "A patch is a list of operations"))?;
    list.iter().map(operation).collect()
}

fn operation(one: &Value) -> Result<Operation<'_>, Refusal> {
    let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
    let read =
        Operation { op: text("op"), path: text("path"), value: one.get("value").unwrap_or(&Value::Null) };
    if ["add", "replace", "remove"].contains(&read.op) { Ok(read) } else { Err(read.not_allowed()) }
}

impl<'a> Operation<'a> {
    /// The parts of the path.
    pub fn parts(&self) -> Vec<&'a str> {
        self.path.split('/').skip(1).collect()
    }

    /// Refuses an operation this path does not take: 500, as recorded.
    pub fn not_allowed(&self) -> Refusal {
        let message = format!("The operation {} is not allowed for {}", self.op, self.path);
        Refusal::with_status(500, "CMNC-044", message)
    }

    /// Refuses a path that cannot be patched.
    pub fn unknown_path(&self) -> Refusal {
        Refusal::bad("CMNC-043", format!("The path {} cannot be patched", self.path))
    }

    /// Refuses to replace or remove what is not there.
    ///
    /// # Errors
    /// 400 `CMNC-038`.
    pub fn needs(&self, there: bool) -> Result<(), Refusal> {
        if self.op == "add" || there {
            return Ok(());
        }
        Err(Refusal::bad("CMNC-038", format!("{} has no value to {}; use add", self.path, self.op)))
    }
}

/// The fault of a server that met a value of the wrong type: 500 `CMNU-003`.
pub fn wrong_type() -> Refusal {
    Refusal::with_status(500, "CMNU-003", "An unexpected error occurred")
}
