//! The fixed sentences of the papers.

/// The fixed text under `conclusion.<key>`: always Vietnamese, whatever language the screen speaks.
macro_rules! fixed {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!(concat!("conclusion.", $key), locale = "vi" $(, $name = $value)*).into_owned()
    };
}

pub(super) use fixed;

use crate::checklist::{Field, Verdict};
use crate::inspection::{PadCounts, Period, Role};
use chrono::Datelike;

/// First year of the programme that replaced "hiện đại hóa hành chính" (Nghị quyết số 76/NQ-CP, 2021–2030).
const DIGITAL_FROM: i32 = 2021;

/// A field's title as the inspected period knew it.
pub(super) fn field(field: Field, period: Period) -> String {
    match field {
        Field::ChiDao => fixed!("field.chi-dao"),
        Field::TheChe => fixed!("field.the-che"),
        Field::Tthc => fixed!("field.tthc"),
        Field::BoMay => fixed!("field.bo-may"),
        Field::CongVu => fixed!("field.cong-vu"),
        Field::TaiChinh => fixed!("field.tai-chinh"),
        Field::SoHoa if period.to.year() < DIGITAL_FROM => fixed!("field.before_2021"),
        Field::SoHoa => fixed!("field.so-hoa"),
    }
}

/// `chưa đạt`.
pub(super) fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Pass => fixed!("verdict.pass"),
        Verdict::Partial => fixed!("verdict.partial"),
        Verdict::Fail => fixed!("verdict.fail"),
        Verdict::Na => fixed!("verdict.na"),
    }
}

/// `Phó Trưởng đoàn`.
pub(super) fn role(role: Role) -> String {
    match role {
        Role::Lead => fixed!("minutes.role.lead"),
        Role::Deputy => fixed!("minutes.role.deputy"),
        Role::Secretary => fixed!("minutes.role.secretary"),
        Role::Member => fixed!("minutes.role.member"),
    }
}

/// A count that the paper itself writes: `05` where the letterhead pads, `5` where not; `0` stays `0`.
pub(super) fn count(count: usize, pad: PadCounts) -> String {
    if pad.0 && (1..10).contains(&count) {
        return format!("0{count}");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let text = crate::vietnamese::number::format_number(count as f64);
    text
}
