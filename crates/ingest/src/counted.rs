//! Numbers with their nouns, for messages.

/// `1 page`, `3 pages`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A number of things of which something was done: `1 page was`, `3 pages were`.
pub(crate) fn counted_were(number: usize, noun: &str) -> String {
    format!("{} {}", counted(number, noun), if number == 1 { "was" } else { "were" })
}

/// That of `all` pages only the first are read.
pub(crate) fn only_the_first(read: usize, all: usize) -> String {
    if read == 1 {
        return format!("only the first of {all} pages was read");
    }
    format!("only the first {read} of {all} pages were read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!((counted(1, "page"), counted(0, "page")), ("1 page".to_owned(), "0 pages".to_owned()));
        assert_eq!(counted_were(1, "NUL character"), "1 NUL character was");
        assert_eq!(counted_were(2, "NUL character"), "2 NUL characters were");
        assert_eq!(only_the_first(1, 8), "only the first of 8 pages was read");
        assert_eq!(only_the_first(2, 8), "only the first 2 of 8 pages were read");
    }
}
