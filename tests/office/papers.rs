//! The papers that are measured: those of the demonstration rounds, and one made to be hard to lay out.

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate, Utc};
use kiemtra::conclusion::follow_up::{ReminderBasis, reminder};
use kiemtra::conclusion::issue::{CorrectionOrder, IssueOrder, IssueStep, correction_letter, issue};
use kiemtra::conclusion::letter::{AroundKind, AroundOrder, LetterBasis, compose};
use kiemtra::conclusion::report::{ReportBasis, RoundResults};
use kiemtra::conclusion::{Conclusion, MinutesBasis, NoticeBasis};
use kiemtra::demo;
use kiemtra::inspection::{Recorder, Slip, Store, UnitId};
use kiemtra::journal::Clock;
use kiemtra::overview::Overviews;
use kiemtra::paper::{
    Alignment, Annex, Block, Column, Document, Format, Image, IssueDate, Letterhead, Orientation, PaperKind, Picture,
    PlaceDate, Properties, Recipients, Row, Section, SectionTitle, Signature, Status, Table, render,
};
use kiemtra::vietnamese::number::format_number;

/// Notice of the finished unit, number 5, of 5 January 2026.
pub const FINAL: &str = "thong-bao";
/// Draft of the notice of the unit that is still open.
pub const DRAFT: &str = "du-thao";
/// Minutes of the finished unit.
pub const MINUTES: &str = "bien-ban";
/// Notice of the real inspection of 2022.
pub const REAL: &str = "quynh-phu";
/// Forty shortcomings, long names, tables of many pages.
pub const HARD: &str = "dai";
/// An annex of two photos.
pub const PHOTOS: &str = "anh";
/// A letter of many pages to three units.
pub const LETTER: &str = "cong-van";
/// Report of the finished round, number 12, of 20 April 2026; two notices are issued, requirements of one are overdue.
pub const REPORT: &str = "bao-cao";
/// Reminder to the unit that is late.
pub const REMINDER: &str = "don-doc";
/// Correction of an issued notice.
pub const CORRECTION: &str = "dinh-chinh";
/// Programme of the inspection.
pub const PROGRAMME: &str = "lich";
/// Letter asking for the self-report, with its outline.
pub const OUTLINE: &str = "de-cuong";

/// The papers as .docx, and the figures recorded at the finished unit.
pub struct Papers {
    pub documents: Vec<(&'static str, Document)>,
    pub figures: Vec<String>,
}

impl Papers {
    /// All of them.
    pub fn compose() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed("2025-12-30T09:00:00+07:00".parse().unwrap());
        let mut store = Store::open(home.path(), clock).unwrap();
        demo::load(&mut store).unwrap();
        let of = |round: &str, unit: &str| Conclusion::of(&store, round, unit).unwrap();
        let issued = NoticeBasis {
            number: Some(5),
            date: NaiveDate::from_ymd_opt(2026, 1, 5),
            status: Status::Final,
            now: now(),
        };
        let open = NoticeBasis { number: None, date: None, status: Status::Draft, now: now() };
        let minutes = MinutesBasis { status: Status::Final, now: now() };
        let finished = of("2025-dot-1", "mau-a");
        let mut documents = vec![
            (FINAL, finished.inspected().notice(&issued)),
            (DRAFT, of("2025-dot-1", "mau-c").inspected().notice(&open)),
            (MINUTES, finished.inspected().minutes(&minutes)),
            (REAL, of("2022-dot-1", "quynh-phu").inspected().notice(&open)),
            (HARD, hard()),
            (PHOTOS, photos()),
            (LETTER, letter()),
        ];
        documents.extend(followed(&home));
        let figures = finished.inspected().answers.iter().filter_map(|(_, answer)| answer.number);
        Self { documents, figures: figures.map(format_number).collect() }
    }

    /// The paper called `name`.
    pub fn document(&self, name: &str) -> &Document {
        &self.documents.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// Each as .docx.
    pub fn packages(&self) -> Vec<(&'static str, Vec<u8>)> {
        self.documents.iter().map(|(name, document)| (*name, render(document, Format::Docx).unwrap())).collect()
    }
}

/// What is written when the notices are out.
fn followed(home: &tempfile::TempDir) -> [(&'static str, Document); 5] {
    let clock = Clock::Fixed("2026-04-20T09:00:00+07:00".parse().unwrap());
    let mut store = Store::open(home.path(), clock).unwrap();
    let round = store.round("2025-dot-1").unwrap();
    let recorder = |unit: &str| Recorder {
        round: round.id.clone(),
        unit: UnitId::new(unit).unwrap(),
        member: "thanh-vien-1".to_owned(),
        reason: Some("thử".to_owned()),
    };
    for (number, unit) in [(5, "mau-a"), (6, "mau-b")] {
        let date = NaiveDate::from_ymd_opt(2025, 11, 5).unwrap();
        issue(&mut store, &recorder(unit), &IssueOrder { number, date, step: IssueStep::First }).unwrap();
    }
    let today = NaiveDate::from_ymd_opt(2026, 4, 20).unwrap();
    let go_on = &mut |_| ControlFlow::Continue(());
    let results = RoundResults::read(&store, &mut Overviews::default(), &round.id, today, go_on).unwrap();
    let report =
        results.report(&ReportBasis { number: Some(12), date: Some(today), status: Status::Final, now: now() });
    let basis =
        |number| LetterBasis { number: Some(number), date: Some(today), notation: None, signer: None, now: now() };
    let report_by = NaiveDate::from_ymd_opt(2026, 4, 27).unwrap();
    let reminder_basis = ReminderBasis { letter: basis(30), report_by, today };
    let slip = Slip {
        at: "phần nơi nhận".to_owned(),
        wrong: "Các sở có thành viên tham gia Đoàn kiểm tra".to_owned(),
        right: "Các sở, ngành có thành viên tham gia Đoàn kiểm tra".to_owned(),
    };
    let order = CorrectionOrder { issue: Some((31, today)), notation: None, signer: None, slips: vec![slip] };
    let around = |kind, number| {
        let order = AroundOrder { kind, unit: None, due: None, basis: basis(number) };
        compose(&store, &round, &order).unwrap()
    };
    [
        (REPORT, report),
        (REMINDER, reminder(&store, &round, "mau-b", &reminder_basis).unwrap()),
        (CORRECTION, correction_letter(&store, &recorder("mau-a"), &order).unwrap()),
        (PROGRAMME, around(AroundKind::Programme, 32)),
        (OUTLINE, around(AroundKind::Outline, 33)),
    ]
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_600_000, 0).unwrap()
}

fn table(columns: &[(&str, Alignment, u16)], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let column = |&(title, alignment, width): &(&str, Alignment, u16)| Column { title: title.into(), alignment, width };
    let mut table = Table::new(columns.iter().map(column).collect());
    rows.into_iter().for_each(|cells| table.push(Row::Entry { cells, sources: vec![] }));
    table
}

fn hard() -> Document {
    let agency = "Đoàn kiểm tra công tác cải cách hành chính, kiểm soát thủ tục hành chính và chuyển đổi số theo Quyết định số 1296/QĐ-SNV ngày 05 tháng 10 năm 2025 của Giám đốc Sở Nội vụ";
    let shortcoming = "Mới niêm yết 137/155 thủ tục (88,4%), chưa đúng quy định tại Điều 17 Nghị định số 63/2010/NĐ-CP; bảng niêm yết đặt ở nơi khó quan sát, chữ nhỏ, một số thủ tục đã hết hiệu lực";
    let signature = |authority: &str, post: &str| Signature {
        authority: Some(authority.into()),
        post: post.into(),
        name: Some("Nguyễn Văn Mẫu".into()),
        note: None,
    };
    Document {
        kind: PaperKind::Notice,
        letterhead: Letterhead {
            parent: Some("Ủy ban nhân dân thành phố trực thuộc trung ương Thái Bình Quỳnh Phụ".into()),
            agency: agency.into(),
        },
        number: Some(1296),
        notation: "TB-ĐKTCCHCKSTTHC".into(),
        place_date: Some(PlaceDate {
            place: "Thành phố Thái Bình".into(),
            date: IssueDate::Known(NaiveDate::from_ymd_opt(2025, 12, 29).unwrap()),
        }),
        abstract_text: "Kết luận kiểm tra công tác cải cách hành chính, kiểm soát thủ tục hành chính và chuyển đổi số sáu tháng cuối năm 2025 tại Ủy ban nhân dân xã Mẫu A, huyện Quỳnh Phụ, tỉnh Thái Bình".into(),
        addressed_to: vec![],
        bases: vec!["Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ".into()],
        body: vec![Section {
            title: SectionTitle::Numbered("Tồn tại, hạn chế".into()),
            blocks: (0..40).map(|_| Block::Numbered(shortcoming.into())).collect(),
        }],
        closing: "Trên đây là kết luận kiểm tra".into(),
        recipients: Some(Recipients {
            lines: (1..=18).map(|n| format!("Ủy ban nhân dân xã Mẫu {n}, tỉnh Thái Bình (để thực hiện)")).collect(),
            filing: "CCHC".into(),
        }),
        signatures: vec![signature("TM. Đoàn kiểm tra công tác cải cách hành chính", "Trưởng đoàn, Phó Giám đốc Sở Nội vụ")],
        annexes: vec![
            Annex {
                title: "Bảng điểm chấm công tác cải cách hành chính của đơn vị sáu tháng cuối năm 2025".into(),
                orientation: Orientation::Portrait,
                pictures: vec![],
                body: vec![],
                notes: vec!["Điểm do Đoàn kiểm tra thẩm định.".into()],
                table: table(
                    &[("TT", Alignment::Center, 8), ("Nội dung", Alignment::Left, 60), ("Điểm", Alignment::Right, 12)],
                    (1..=70).map(|n| {
                        let said = "Tỷ lệ thủ tục hành chính được niêm yết, công khai đúng phiên bản tại trụ sở";
                        vec![n.to_string(), said.into(), "1,5".into()]
                    }),
                ),
            },
            Annex {
                title: "Hồ sơ kiểm tra xác suất".into(),
                orientation: Orientation::Landscape,
                pictures: vec![],
                body: vec![],
                notes: vec![],
                table: table(
                    &[("TT", Alignment::Center, 4), ("Thủ tục", Alignment::Left, 40), ("Ngày trả", Alignment::Center, 10)],
                    (1..=45).map(|n| vec![n.to_string(), "Đăng ký khai sinh".into(), "09/9/2025".into()]),
                ),
            },
        ],
        status: Status::Final,
        requirements: vec![],
        properties: Properties {
            title: "Thông báo".into(),
            author: "Sở Nội vụ".into(),
            subject: "Kiểm tra".into(),
            created: now(),
        },
    }
}

fn letter() -> Document {
    let units = ["Ủy ban nhân dân xã Mẫu A", "Ủy ban nhân dân phường Mẫu B", "Trung tâm Phục vụ hành chính công"];
    Document {
        kind: PaperKind::Letter,
        letterhead: Letterhead {
            parent: Some("Ủy ban nhân dân tỉnh Thái Bình".into()), agency: "Sở Nội vụ".into()
        },
        number: Some(9),
        notation: "SNV-CCHC".into(),
        abstract_text: "thông báo kiểm tra công tác cải cách hành chính sáu tháng cuối năm 2025".into(),
        addressed_to: units.map(str::to_owned).into(),
        ..hard()
    }
}

fn photos() -> Document {
    let picture = |number: u32, width, height| Picture {
        name: format!("{number}.png"),
        hash: String::new(),
        caption: format!("Ảnh {number}. Bảng niêm yết tại bộ phận một cửa").into(),
        image: Image::read(png(width, height)).unwrap(),
    };
    let annex = Annex {
        title: "Ảnh kiểm chứng".into(),
        orientation: Orientation::Portrait,
        pictures: vec![picture(1, 800, 600), picture(2, 300, 900)],
        body: vec![],
        notes: vec![],
        table: Table::new(vec![]),
    };
    Document { annexes: vec![annex], ..hard() }
}

/// A grey PNG (ISO/IEC 15948) whose data are stored as they are (RFC 1950, RFC 1951).
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let rows = vec![0x80; (width as usize + 1) * height as usize];
    let rows: Vec<u8> = rows.chunks(width as usize + 1).flat_map(|row| [&[0], &row[1..]].concat()).collect();
    let mut data = vec![0x78, 0x01];
    let blocks = rows.chunks(0xffff);
    let last = blocks.len() - 1;
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        data.push(u8::from(index == last));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(block);
    }
    let (a, b) = rows.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    data.extend((b << 16 | a).to_be_bytes());
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 0, 0, 0, 0][..]].concat();
    for (kind, content) in [(b"IHDR", head), (b"IDAT", data), (b"IEND", vec![])] {
        let named = [&kind[..], &content].concat();
        file.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    }
    file
}

/// CRC-32 as PNG reckons it (annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
