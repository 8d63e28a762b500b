//! What the screens call the choices of a round's definition.

use rust_i18n::t;

use crate::checklist::UnitKind;
use crate::inspection::{Mode, NoticeTitle, Role};

/// How a round is carried out, in words.
pub fn mode(mode: Mode) -> String {
    match mode {
        Mode::Planned => t!("screen_rounds.mode_planned"),
        Mode::Surprise => t!("screen_rounds.mode_surprise"),
        Mode::Desk => t!("screen_rounds.mode_desk"),
        Mode::FollowUp => t!("screen_rounds.mode_follow_up"),
    }
    .into_owned()
}

/// A role in the team, in words.
pub fn role(role: Role) -> String {
    match role {
        Role::Lead => t!("screen_rounds.role_lead"),
        Role::Deputy => t!("screen_rounds.role_deputy"),
        Role::Secretary => t!("screen_rounds.role_secretary"),
        Role::Member => t!("screen_rounds.role_member"),
    }
    .into_owned()
}

/// A kind of unit, in words; the same in every language, as papers are Vietnamese.
pub fn unit_kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Xa => "Xã",
        UnitKind::Phuong => "Phường",
        UnitKind::DacKhu => "Đặc khu",
        UnitKind::ThiTran => "Thị trấn",
        UnitKind::Huyen => "Huyện",
        UnitKind::So => "Sở",
        UnitKind::Phong => "Phòng",
        UnitKind::SuNghiep => "Đơn vị sự nghiệp",
        UnitKind::TrungTam => "Trung tâm",
        UnitKind::Khac => "Khác",
    }
}

/// The word a notice's abstract begins with, as printed.
pub fn notice_title(title: NoticeTitle) -> &'static str {
    match title {
        NoticeTitle::Conclusion => "Kết luận",
        NoticeTitle::Result => "Kết quả",
    }
}
