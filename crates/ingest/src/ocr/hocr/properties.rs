//! What the `title` of an hOCR element says.

use kurbo::Rect;

use crate::ocr::place::believed;

/// The properties of an element: `name value value; name value`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Properties<'t>(&'t str);

impl<'t> Properties<'t> {
    pub(super) fn of(title: &'t str) -> Self {
        Self(title)
    }

    /// The values of a property.
    pub(super) fn values(&self, name: &str) -> Option<&'t str> {
        self.0.split(';').find_map(|property| {
            let (key, values) = property.trim().split_once(char::is_whitespace)?;
            key.eq_ignore_ascii_case(name).then(|| values.trim())
        })
    }

    /// The numbers of a property, up to the first that is none.
    pub(super) fn numbers(&self, name: &str) -> impl Iterator<Item = f64> + use<'t> {
        let values = self.values(name).unwrap_or("").split([' ', '\t', '\n', ',']).filter(|v| !v.is_empty());
        values.map_while(|v| v.parse::<f64>().ok().filter(|n| n.is_finite()))
    }

    /// The first number of a property.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.numbers(name).next()
    }

    /// Where the element stands.
    pub(super) fn area(&self) -> Option<Rect> {
        let mut numbers = self.numbers("bbox");
        believed(Rect::new(numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_have_names_and_values() {
        let line = Properties::of("image \"a b.png\"; bbox 1 2 30 40.5;baseline -0.01 -8 ; x_size 36");
        assert_eq!(line.area(), Some(Rect::new(1.0, 2.0, 30.0, 40.5)));
        assert_eq!(line.numbers("baseline").collect::<Vec<_>>(), [-0.01, -8.0]);
        assert_eq!(line.number("x_size"), Some(36.0));
        assert_eq!(line.number("x_wconf"), None);
    }

    #[test]
    fn absurd_boxes_are_none() {
        for title in
            ["bbox", "bbox 1 2 3", "bbox NaN 0 1 1", "bbox 5 5 1 9", "bbox 0 0 1e300 1", "bbox 0 0 0 0"]
        {
            assert_eq!(Properties::of(title).area(), None, "{title}");
        }
    }
}
