//! The front matter: what stands before the report begins, and what it says.

mod countries;
pub(crate) mod dates;
mod event;
pub(crate) mod genre;
mod name;
mod names;
mod opening;
mod organizers;
pub(crate) mod places;
mod series;
mod title;
mod zone;

use rapporteur_model::{Document, Found, Meta, Span};

pub(crate) use zone::Zone;

use crate::shape::Flow;

/// Forgets what an earlier run read out of the text; what the file states stays.
pub(crate) fn forget(meta: &mut Meta) {
    fn drop<T>(slot: &mut Option<Found<T>>) {
        *slot = slot.take().filter(|found| found.evidence.is_empty());
    }
    drop(&mut meta.title);
    drop(&mut meta.subtitle);
    drop(&mut meta.document_date);
    let event = &mut meta.event;
    drop(&mut event.name);
    drop(&mut event.start);
    drop(&mut event.end);
    drop(&mut event.place);
    drop(&mut event.country);
    event.organizers.retain(|o| o.evidence.is_empty());
    event.partners.retain(|p| p.evidence.is_empty());
}

/// Fills title, dates, place and organizers where the document shows them. Gives back what is contradictory.
pub(crate) fn read(doc: &mut Document, flow: &Flow, zone: &Zone) -> Option<(String, Span)> {
    let lines = zone.lines(doc, flow);
    title::find(doc, flow, &lines);
    title::genre_line(doc, flow, zone);
    let opening = opening::read(doc, flow, zone);
    let warning = event::find(doc, flow, &lines, &opening);
    organizers::find(doc, &lines, &opening);
    name::find(doc, &opening);
    warning
}
