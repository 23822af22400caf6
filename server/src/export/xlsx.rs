//! A workbook. Its lines go to a file on disk as they come, and that file is sent once it is whole: memory stays bounded.

use std::io::Read;

use app::export::Field;
use axum::body::Bytes;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc::{self, Sender};

use super::pages::Pages;
use super::{Part, broken};

/// Lines of one sheet, the first with the headings; a sheet has no more.
const LINES: u32 = 1_048_576;
/// Bytes of one part.
const PART: usize = 64 * 1024;
/// A cell has no more characters.
const LONGEST: usize = 32_000;

/// Writes the workbook; ends early if nobody reads any more.
pub async fn write(mut pages: Pages, send: Sender<Part>) {
    let titles = pages.titles();
    let (lines, receive) = mpsc::channel::<Vec<Vec<Field>>>(2);
    let book = {
        let send = send.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = book(&titles, receive, &send) {
                let _ = send.blocking_send(Err(broken(error)));
            }
        })
    };
    loop {
        match pages.next().await {
            Ok(page) if page.is_empty() => break,
            Ok(page) => {
                if send.is_closed() || lines.send(page).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                let _ = send.send(Err(broken(error))).await;
                return;
            }
        }
    }
    drop(lines);
    let _ = book.await;
}

fn book(
    titles: &[String],
    mut lines: mpsc::Receiver<Vec<Vec<Field>>>,
    send: &Sender<Part>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut workbook = Workbook::new();
    let mut sheet = begin(&mut workbook, titles)?;
    let mut row = 1;
    while let Some(page) = lines.blocking_recv() {
        for line in page {
            if row == LINES {
                sheet = begin(&mut workbook, titles)?;
                row = 1;
            }
            fill(sheet, row, &line)?;
            row += 1;
        }
    }
    if send.is_closed() {
        return Ok(());
    }
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file)?;
    std::io::Seek::rewind(&mut file)?;
    let mut part = vec![0; PART];
    loop {
        let read = file.read(&mut part)?;
        let bytes = part.get(..read).unwrap_or_default();
        if bytes.is_empty() || send.blocking_send(Ok(Bytes::copy_from_slice(bytes))).is_err() {
            return Ok(());
        }
    }
}

/// A sheet with its headings, which stay in sight.
fn begin<'a>(workbook: &'a mut Workbook, titles: &[String]) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, title) in (0_u16..).zip(titles) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    Ok(sheet)
}

fn fill(sheet: &mut Worksheet, row: u32, line: &[Field]) -> Result<(), XlsxError> {
    for (column, field) in (0_u16..).zip(line) {
        match field {
            // A string is never a formula in a workbook, whatever it begins with.
            Field::Text(text) => {
                let text: String = text.chars().take(LONGEST).collect();
                sheet.write_string(row, column, text)?;
            }
            Field::Number(number) => match number.parse::<f64>() {
                Ok(number) => {
                    sheet.write_number(row, column, number)?;
                }
                Err(_) => {
                    sheet.write_string(row, column, number)?;
                }
            },
            Field::At(at) => {
                sheet.write_string(row, column, at.rfc3339_seconds())?;
            }
        }
    }
    Ok(())
}
