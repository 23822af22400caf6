//! Comma-separated lines (RFC 4180) in UTF-8, with the mark by which spreadsheets know that.

use app::export::Field;
use axum::body::Bytes;
use csv::WriterBuilder;
use tokio::sync::mpsc::Sender;

use super::pages::Pages;
use super::{Part, broken};

/// Writes the lines; ends early if nobody reads any more.
pub async fn write(mut pages: Pages, send: Sender<Part>) {
    let titles: Vec<Field> = pages.titles().into_iter().map(Field::Text).collect();
    let mut part = "\u{feff}".as_bytes().to_vec();
    let mut lines = vec![titles];
    loop {
        let packed = pack(&mut part, &lines).map(|()| Bytes::from(std::mem::take(&mut part)));
        let failed = packed.is_err();
        if send.send(packed.map_err(broken)).await.is_err() || failed {
            return;
        }
        lines = match pages.next().await {
            Ok(lines) if lines.is_empty() => return,
            Ok(lines) => lines,
            Err(error) => {
                let _ = send.send(Err(broken(error))).await;
                return;
            }
        };
    }
}

fn pack(part: &mut Vec<u8>, lines: &[Vec<Field>]) -> Result<(), csv::Error> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(part);
    for line in lines {
        writer.write_record(line.iter().map(text))?;
    }
    writer.flush()?;
    Ok(())
}

fn text(field: &Field) -> String {
    match field {
        Field::Text(text) => harmless(text),
        Field::Number(number) => number.clone(),
        Field::At(at) => at.rfc3339_seconds(),
    }
}

/// A text that a spreadsheet takes as text: one that begins like a formula gets an apostrophe (OWASP, CSV injection).
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_formula_is_made_harmless_and_a_number_is_not() {
        let mut part = Vec::new();
        let line = [
            Field::Text("=HYPERLINK(\"x\")".to_owned()),
            Field::Text("+44 20".to_owned()),
            Field::Number("-12.50".to_owned()),
            Field::Text("two\nlines, \"quoted\"".to_owned()),
        ];
        pack(&mut part, &[line.to_vec()]).unwrap();
        let text = String::from_utf8(part).unwrap();
        assert_eq!(text, "\"'=HYPERLINK(\"\"x\"\")\",'+44 20,-12.50,\"two\nlines, \"\"quoted\"\"\"\r\n");
    }
}
