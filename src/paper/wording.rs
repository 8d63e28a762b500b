//! The papers' fixed wording.

/// The paper's fixed text under `wording.<key>`: always Vietnamese, whatever language the screen speaks.
macro_rules! wording {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!(concat!("wording.", $key), locale = "vi" $(, $name = $value)*).into_owned()
    };
}

pub(crate) use wording;
