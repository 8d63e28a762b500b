//! Which layout is used, in a home with offices.

use super::*;
use crate::conclusion::fixture::{ANSWERS, Home};
use crate::conclusion::issue::{IssueOrder, IssueStep, issue, issue_by};
use crate::inspection::{OfficeId, Recorder, RoundId, UnitId};
use crate::paper::Status;

/// A home whose round's office is kept, and its id.
fn home() -> (Home, OfficeId) {
    rust_i18n::set_locale("vi");
    let mut home = Home::recorded(ANSWERS);
    let office = office(&mut home, "so-noi-vu", "Sở Nội vụ", "Ủy ban nhân dân tỉnh Mẫu");
    (home, office)
}

fn office(home: &mut Home, id: &str, agency: &str, parent: &str) -> OfficeId {
    let mut round = home.store.round("2022-dot-1").unwrap();
    agency.clone_into(&mut round.letterhead.agency);
    round.letterhead.parent = Some(parent.to_owned());
    home.store.save_office(&round, Some(id)).unwrap().id
}

fn template(kind: TemplateKind) -> Template {
    Template::read(&example(kind).unwrap(), kind.paper()).unwrap()
}

fn given(kind: TemplateKind, file: &str) -> GivenTemplate {
    GivenTemplate { file: file.to_owned(), template: template(kind) }
}

fn docx(home: &Home, document: &Document) -> Printed {
    print(&home.store, document, Format::Docx, LayoutChoice::ByOffice).unwrap()
}

#[test]
fn without_a_template_and_for_other_papers_than_it_is_for_the_built_in_layout_is_used() {
    let (mut home, so) = home();
    let (notice, minutes) = (home.notice(None), home.minutes());
    let built_in = render(&notice, Format::Docx).unwrap();
    assert_eq!(docx(&home, &notice), Printed { bytes: built_in.clone(), layout: UsedLayout::BuiltIn });
    keep(&mut home.store, &so, TemplateKind::Notice, &given(TemplateKind::Notice, "tb.docx")).unwrap();
    assert_eq!(docx(&home, &minutes).layout, UsedLayout::BuiltIn);
    keep(&mut home.store, &so, TemplateKind::Minutes, &given(TemplateKind::Minutes, "bb.docx")).unwrap();
    assert_ne!(docx(&home, &minutes).layout, UsedLayout::BuiltIn, "minutes name the agency above the team");
    let printed = docx(&home, &notice);
    assert_eq!(printed.bytes, render_in(&notice, &template(TemplateKind::Notice)).unwrap());
    assert_eq!(printed.layout, UsedLayout::Office { agency: "Sở Nội vụ".to_owned(), file: "tb.docx".to_owned() });
    let asked = print(&home.store, &notice, Format::Docx, LayoutChoice::BuiltIn).unwrap();
    assert_eq!(asked, Printed { bytes: built_in.clone(), layout: UsedLayout::BuiltIn });
    let internal = Document { kind: PaperKind::Internal, ..notice.clone() };
    assert_eq!(docx(&home, &internal).layout, UsedLayout::BuiltIn);
    home.store.remove_template(&so, TemplateKind::Notice).unwrap();
    assert_eq!(docx(&home, &notice).bytes, built_in);
}

#[test]
fn text_and_json_know_no_layout_and_need_no_template_that_can_be_read() {
    let (mut home, so) = home();
    home.store.keep_template(&so, TemplateKind::Notice, "hỏng.docx", b"no zip").unwrap();
    let notice = home.notice(None);
    for format in [Format::Text, Format::Json] {
        let printed = print(&home.store, &notice, format, LayoutChoice::ByOffice).unwrap();
        assert_eq!(printed, Printed { bytes: render(&notice, format).unwrap(), layout: UsedLayout::BuiltIn });
    }
}

#[test]
fn a_template_that_can_no_longer_be_read_refuses_the_paper_and_says_how_to_print() {
    let (mut home, so) = home();
    home.store.keep_template(&so, TemplateKind::Notice, "hỏng.docx", b"no zip").unwrap();
    let notice = home.notice(None);
    let refused = print(&home.store, &notice, Format::Docx, LayoutChoice::ByOffice).unwrap_err().to_string();
    for piece in ["Sở Nội vụ", "hỏng.docx", "thông báo kết luận", "--layout built-in"] {
        assert!(refused.contains(piece), "{piece}: {refused}");
    }
    assert!(print(&home.store, &notice, Format::Docx, LayoutChoice::BuiltIn).is_ok());
    assert!(docx(&home, &home.minutes()).layout == UsedLayout::BuiltIn);

    let recorder = Recorder {
        round: RoundId::new("2022-dot-1").unwrap(),
        unit: UnitId::new("mau-a").unwrap(),
        member: "truong-doan".into(),
        reason: Some("Lãnh đạo Sở yêu cầu".into()),
    };
    let order = IssueOrder { number: 5, date: "2022-10-23".parse().unwrap(), step: IssueStep::First };
    let refused = issue(&mut home.store, &recorder, &order).unwrap_err().to_string();
    assert!(refused.contains("hỏng.docx"), "{refused}");
    assert!(home.store.all_issued().unwrap().is_empty(), "nothing was recorded");
    let just = issue_by(&mut home.store, &recorder, &order, LayoutChoice::BuiltIn).unwrap();
    assert_eq!(just.layout, UsedLayout::BuiltIn);
}

#[test]
fn an_issued_notice_keeps_the_bytes_of_its_template_whatever_becomes_of_it() {
    let (mut home, so) = home();
    keep(&mut home.store, &so, TemplateKind::Notice, &given(TemplateKind::Notice, "tb.docx")).unwrap();
    let (round, unit) = (RoundId::new("2022-dot-1").unwrap(), UnitId::new("mau-a").unwrap());
    let reason = Some("Lãnh đạo Sở yêu cầu".into());
    let recorder = Recorder { round: round.clone(), unit: unit.clone(), member: "truong-doan".into(), reason };
    let order = IssueOrder { number: 5, date: "2022-10-23".parse().unwrap(), step: IssueStep::First };
    let just = issue_by(&mut home.store, &recorder, &order, LayoutChoice::ByOffice).unwrap();
    assert_eq!(just.layout.in_words().unwrap(), "theo mẫu riêng của Sở Nội vụ (tb.docx)");
    let papers = |home: &Home| home.store.frozen_papers(&round, &unit, &just.issued.content.papers).unwrap();
    let frozen = papers(&home);
    home.store.keep_template(&so, TemplateKind::Notice, "hỏng.docx", b"no zip").unwrap();
    assert_eq!(papers(&home), frozen);
    home.store.remove_template(&so, TemplateKind::Notice).unwrap();
    assert_eq!(papers(&home), frozen);
}

#[test]
fn an_office_is_known_by_its_name_however_it_is_written_and_by_whom_it_belongs_to_where_names_are_equal() {
    let (mut home, so) = home();
    let other = office(&mut home, "so-khac", "SỞ NỘI VỤ", "UBND tỉnh Khác");
    let mut notice = home.notice(None);
    notice.letterhead.agency = "Sở nội vụ".to_owned();
    notice.letterhead.parent = Some("UBND tỉnh Mẫu".to_owned());
    let keep_for = |home: &mut Home, office: &OfficeId, file: &str, bytes: &[u8]| {
        home.store.keep_template(office, TemplateKind::Notice, file, bytes).unwrap();
    };
    let bytes = example(TemplateKind::Notice).unwrap();
    keep_for(&mut home, &other, "khac.docx", &bytes);
    let file = |printed: Printed| match printed.layout {
        UsedLayout::Office { file, .. } => file,
        UsedLayout::BuiltIn => "mặc định".to_owned(),
    };
    assert_eq!(file(docx(&home, &notice)), "khac.docx", "the only one of that name that has a template");
    keep_for(&mut home, &so, "so.docx", &bytes);
    assert_eq!(file(docx(&home, &notice)), "so.docx");
    notice.letterhead.parent = Some("UBND tỉnh Khác".to_owned());
    assert_eq!(file(docx(&home, &notice)), "khac.docx");
    notice.letterhead.parent = Some("UBND tỉnh Thứ ba".to_owned());
    assert_eq!(file(docx(&home, &notice)), "khac.docx", "both are the same bytes");
    keep_for(&mut home, &so, "so.docx", b"PK another");
    let refused = print(&home.store, &notice, Format::Docx, LayoutChoice::ByOffice).unwrap_err();
    assert!(matches!(refused, LayoutError::Ambiguous { .. }), "{refused}");
    assert!(refused.to_string().contains("so-khac, so-noi-vu"), "{refused}");
    notice.letterhead.agency = "Sở Tư pháp".to_owned();
    assert_eq!(file(docx(&home, &notice)), "mặc định");
}

#[test]
fn a_template_s_kind_is_called_as_the_paper_s() {
    for kind in TemplateKind::ALL {
        assert_eq!(kind.as_str(), kind.paper().word());
    }
}

#[test]
fn every_kind_has_an_example_that_is_a_template_and_drafts_print_by_it() {
    let (mut home, so) = home();
    for kind in TemplateKind::ALL {
        keep(&mut home.store, &so, kind, &given(kind, example_name(kind))).unwrap();
        let document = match kind {
            // The team stands where other papers have the agency.
            TemplateKind::Minutes => Document { status: Status::Draft, ..home.minutes() },
            _ => Document { kind: kind.paper(), status: Status::Draft, ..home.notice(None) },
        };
        let printed = docx(&home, &document);
        assert!(printed.bytes.starts_with(b"PK"), "{kind:?}");
        assert_ne!(printed.layout, UsedLayout::BuiltIn, "{kind:?}");
    }
}

#[test]
fn a_file_that_cannot_be_a_template_is_told_in_a_sentence() {
    rust_i18n::set_locale("vi");
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let told = |path: &std::path::Path| read_given(path, TemplateKind::Notice).unwrap_err();
    let refused = told(&write("mau.doc", b"x"));
    assert!(matches!(refused, TemplateRefusal::Ending(_)) && refused.to_string().contains("Word Document"));
    assert!(matches!(told(folder.path()), TemplateRefusal::Folder(_)));
    let missing = told(&folder.path().join("khong-co.docx"));
    assert!(matches!(missing, TemplateRefusal::Unreadable { .. }) && missing.to_string().contains("không tìm thấy"));
    let refused = told(&write("hong.docx", b"no zip"));
    assert_eq!(refused.faults().len(), 1);
    assert!(refused.to_string().contains("hong.docx"), "{refused}");
    let mut noise = vec![0; 2 << 20];
    getrandom::fill(&mut noise).unwrap();
    let large = told(&write("lon.docx", &noise));
    assert!(matches!(large, TemplateRefusal::NotKept { .. }) && large.to_string().contains("2048 KB"), "{large}");
    let upper = write("MAU.DOCX", &example(TemplateKind::Notice).unwrap());
    assert_eq!(read_given(&upper, TemplateKind::Notice).unwrap().file, "MAU.DOCX");
}
