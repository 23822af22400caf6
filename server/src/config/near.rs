//! The name somebody probably meant.

/// The known name that is nearest to what was written; `None` if nothing is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (changes(written, name), name))
        .filter(|(changes, name)| *changes <= name.chars().count().max(3) / 2)
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, name)| name)
}

/// How many letters must be changed, put in or left out to make one text from the other.
fn changes(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        for ((above_left, above), other) in row.iter().zip(row.iter().skip(1)).zip(to.chars()) {
            let left = next.last().copied().unwrap_or_default();
            let replaced = above_left + usize::from(letter != other);
            next.push(replaced.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_name_that_was_meant() {
        let known = ["port", "bind", "brightpearl.url", "brightpearl.account"];
        assert_eq!(nearest("prot", known), Some("port"));
        assert_eq!(nearest("brightperl.url", known), Some("brightpearl.url"));
        assert_eq!(nearest("colour_of_the_sky", known), None);
    }

    #[test]
    fn equal_texts_need_no_change_and_others_as_many_as_letters_differ() {
        assert_eq!(changes("till", "till"), 0);
        assert_eq!(changes("kitten", "sitting"), 3);
        assert_eq!(changes("", "abc"), 3);
    }
}
