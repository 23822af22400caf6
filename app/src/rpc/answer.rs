use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The answers of server functions: JSON that is read as text, as the data inside a page is. One way of reading is one
/// copy of each type's code in the browser instead of two.
pub type Answer = Post<TextOfJson>;

/// JSON as text; see [`Answer`].
pub struct TextOfJson;

impl ContentType for TextOfJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for TextOfJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextOfJson {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_string(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextOfJson {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, serde_json::Error> {
        // What is no text is no JSON either, and the parser says so.
        serde_json::from_str(&String::from_utf8_lossy(&bytes))
    }
}
