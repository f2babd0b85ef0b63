//! The attributes of an element.

use std::borrow::Cow;

use kurbo::Rect;
use quick_xml::{XmlVersion, events::BytesStart};

use crate::ocr::place::believed;

/// The attributes of an element.
pub(super) struct Attributes<'t>(&'t BytesStart<'t>);

impl<'t> Attributes<'t> {
    pub(super) fn of(tag: &'t BytesStart<'t>) -> Self {
        Self(tag)
    }

    /// The value of an attribute. One that names an entity of its own counts as absent.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'t, str>> {
        let mut all = self.0.attributes();
        let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    /// A number; Microsoft's decimal commas are understood.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let value = self.value(name)?;
        let number: f64 = value.trim().replace(',', ".").parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// Where the element stands.
    pub(super) fn area(&self) -> Option<Rect> {
        let (x, y) = (self.number("HPOS")?, self.number("VPOS")?);
        let (width, height) = (self.number("WIDTH")?, self.number("HEIGHT")?);
        believed(Rect::new(x, y, x + width, y + height))
    }
}
