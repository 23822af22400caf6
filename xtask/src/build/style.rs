//! One style sheet out of many: the files that `style/index.css` imports, in its order, without the blanks.

use crate::problem::Problem;
use std::path::Path;

/// Reads a style sheet, puts the files it imports in place of their `@import` lines, those that are wanted, and makes it small.
///
/// # Errors
/// When a file is missing or an `@import` is written in a way this does not know.
pub fn bundle(index: &Path, wanted: impl Fn(&str) -> bool) -> Result<String, Problem> {
    let text = read(index)?;
    let mut whole = String::new();
    for line in without_comments(&text).lines() {
        match line.trim().strip_prefix("@import") {
            Some(rest) => whole.push_str(&imported(index, rest, &wanted)?),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(minify(&whole))
}

/// The text of one `@import "file.css" layer(name);`, wrapped in its layer; nothing of a file that is not wanted.
fn imported(index: &Path, rest: &str, wanted: &impl Fn(&str) -> bool) -> Result<String, Problem> {
    let unknown = || {
        Problem::new(format!(
            "{}: cannot read `@import{rest}`; write `@import \"file.css\" layer(name);`",
            index.display()
        ))
    };
    let rest = rest.trim().strip_suffix(';').ok_or_else(unknown)?;
    let rest =
        rest.trim().strip_prefix("url(").map_or(rest.trim().to_owned(), |inner| inner.replacen(')', "", 1));
    let mut quoted = rest.trim().splitn(3, ['"', '\'']);
    let (Some(""), Some(file), Some(after)) = (quoted.next(), quoted.next(), quoted.next()) else {
        return Err(unknown());
    };
    if !wanted(file) {
        return Ok(String::new());
    }
    let text = read(&index.with_file_name(file))?;
    match after.trim() {
        "" => Ok(text),
        after => {
            let layer =
                after.strip_prefix("layer(").and_then(|name| name.strip_suffix(')')).ok_or_else(unknown)?;
            Ok(format!("@layer {layer} {{\n{text}\n}}"))
        }
    }
}

fn read(path: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(path).map_err(|cause| Problem::with_file("read", path, &cause))
}

/// Drops the comments; a blank takes their place, since a comment also parts two words.
fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut quote: Option<char> = None;
    let mut letters = css.chars().peekable();
    while let Some(letter) = letters.next() {
        if quote.is_none() && letter == '/' && letters.peek() == Some(&'*') {
            letters.next();
            let mut last = ' ';
            for inner in letters.by_ref() {
                if last == '*' && inner == '/' {
                    break;
                }
                last = inner;
            }
            kept.push(' ');
            continue;
        }
        kept.push(letter);
        quote = quote_after(quote, letter);
        if letter == '\\' {
            kept.extend(letters.next());
        }
    }
    kept
}

/// The quotation mark that is still open after this letter.
fn quote_after(open: Option<char>, letter: char) -> Option<char> {
    match open {
        Some(mark) if mark == letter => None,
        None if letter == '"' || letter == '\'' => Some(letter),
        other => other,
    }
}

/// Takes out blanks where they never mean anything: runs of them, and those beside `{ } ; ,`.
///
/// Blanks around `: > + ~ ( )` stay: there they can part a selector or a sum.
fn minify(css: &str) -> String {
    let mut small = String::new();
    let mut quote = None;
    let mut blank = false;
    let css = without_comments(css);
    let mut letters = css.chars();
    while let Some(letter) = letters.next() {
        if quote.is_none() && letter.is_whitespace() {
            blank = true;
            continue;
        }
        let hugs = |side: char| matches!(side, '{' | '}' | ';' | ',');
        if blank && !small.is_empty() && !hugs(letter) && !small.chars().next_back().is_some_and(hugs) {
            small.push(' ');
        }
        blank = false;
        if quote.is_none() && letter == '}' && small.ends_with(';') {
            small.pop();
        }
        small.push(letter);
        quote = quote_after(quote, letter);
        if letter == '\\' {
            small.extend(letters.next());
        }
    }
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_comments_that_mean_nothing_are_gone() {
        assert_eq!(minify("/* a */ .row  ,  .head {\n  color : red ;\n}\n"), ".row,.head{color : red}");
    }

    #[test]
    fn blanks_that_part_selectors_and_sums_stay() {
        assert_eq!(minify("a :hover > b { width: calc(1px + 2px) }"), "a :hover > b{width: calc(1px + 2px)}");
    }

    #[test]
    fn quoted_text_stays_as_it_is() {
        assert_eq!(minify("a::after { content: \"  /* ; */  \" }"), "a::after{content: \"  /* ; */  \"}");
    }

    #[test]
    fn an_escaped_quotation_mark_does_not_end_the_text() {
        assert_eq!(minify(r#"a { content: "\"  ; }" }"#), r#"a{content: "\"  ; }"}"#);
    }

    #[test]
    fn imports_that_are_wanted_are_put_in_place_inside_their_layer() -> Result<(), Box<dyn std::error::Error>>
    {
        let folder = std::env::temp_dir().join(format!("lockstep-style-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(
            folder.join("index.css"),
            "@layer base, parts;\n@import \"a.css\" layer(base);\n@import url('b.css');\n",
        )?;
        std::fs::write(folder.join("a.css"), "a { b: c; }")?;
        std::fs::write(folder.join("b.css"), "d { e: f; }")?;
        let bundled = bundle(&folder.join("index.css"), |_| true);
        let without = bundle(&folder.join("index.css"), |file| file != "a.css");
        std::fs::remove_dir_all(&folder)?;
        assert_eq!(bundled?, "@layer base,parts;@layer base{a{b: c}}d{e: f}");
        assert_eq!(without?, "@layer base,parts;d{e: f}");
        Ok(())
    }

    #[test]
    fn an_import_it_cannot_read_is_an_error_that_shows_the_line() {
        let problem = imported(Path::new("index.css"), " nowhere;", &|_: &str| true).unwrap_err().to_string();
        assert!(problem.contains("nowhere"), "{problem}");
    }
}
