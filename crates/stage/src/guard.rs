//! Catching panics of stages, without a word on standard error. For those who run stages; an author needs none of it.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

/// A caught panic.
#[derive(Debug)]
pub struct Panic {
    /// What was said, and where.
    pub message: String,
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it becomes an error. Whatever `work` was changing is to be thrown away then.
pub fn run<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    listen();
    let outer = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    result.map_err(|payload| {
        let said = said(payload.as_ref());
        // A payload may panic when it is dropped.
        std::mem::forget(payload);
        match PLACE.take() {
            Some(place) => Panic { message: format!("{said} ({place})") },
            None => Panic { message: said },
        }
    })
}

/// Puts a hook before the one that is there: it notes the place of guarded panics and passes on all others.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if GUARDED.get() {
                PLACE.replace(info.location().map(|l| format!("{}:{}", l.file(), l.line())));
            } else {
                before(info);
            }
        }));
    });
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_told_with_its_place() {
        let caught = super::run(|| panic!("no page {}", 7)).unwrap_err();
        assert!(caught.message.starts_with("no page 7 ("), "{caught:?}");
        assert!(caught.message.contains("guard.rs:"), "{caught:?}");
        assert_eq!(super::run(|| 3).unwrap(), 3);
    }
}
