//! Papers to try the writers on.

use chrono::{DateTime, NaiveDate};

use super::{
    Alignment, Annex, Block, Column, Document, IssueDate, Letterhead, Orientation, PaperKind, Paragraph, PlaceDate,
    Properties, Recipients, Requirement, Row, Section, SectionTitle, Signature, Source, Status, Table,
};

fn column(title: &str, alignment: Alignment, width: u16) -> Column {
    Column { title: title.to_owned(), alignment, width }
}

fn table(columns: &[(&str, Alignment, u16)], rows: impl IntoIterator<Item = Row>) -> Table {
    let mut table =
        Table::new(columns.iter().map(|&(title, alignment, width)| column(title, alignment, width)).collect());
    rows.into_iter().for_each(|row| table.push(row));
    table
}

fn entry<const N: usize>(cells: [&str; N]) -> Row {
    Row::Entry { cells: cells.map(str::to_owned).into(), sources: vec![Source("r-row".to_owned())] }
}

fn properties(title: &str) -> Properties {
    Properties {
        title: title.to_owned(),
        author: "Sở Nội vụ".to_owned(),
        subject: "Kiểm tra cải cách hành chính".to_owned(),
        created: DateTime::from_timestamp(1_767_600_000, 0).unwrap(),
    }
}

/// A short final notice with every component once.
pub(super) fn notice() -> Document {
    Document {
        kind: PaperKind::Notice,
        letterhead: Letterhead {
            parent: Some("Ủy ban nhân dân tỉnh Thái Bình".to_owned()),
            agency: "Sở Nội vụ".to_owned(),
        },
        number: Some(5),
        notation: "TB-SNV".to_owned(),
        place_date: Some(PlaceDate {
            place: "Thái Bình".to_owned(),
            date: IssueDate::Known(NaiveDate::from_ymd_opt(2026, 1, 5).unwrap()),
        }),
        abstract_text: "Kết luận kiểm tra công tác cải cách hành chính năm 2025 tại Ủy ban nhân dân xã Mẫu A"
            .to_owned(),
        addressed_to: vec![],
        bases: vec![
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính".into(),
            "Căn cứ Kế hoạch số 12/KH-SNV ngày 20/01/2025 của Sở Nội vụ.".into(),
        ],
        body: vec![
            Section {
                title: SectionTitle::Untitled,
                blocks: vec![Block::Plain("Ngày 16/9/2025, Đoàn kiểm tra đã làm việc tại đơn vị.".into())],
            },
            Section {
                title: SectionTitle::Numbered("Kết quả đạt được".to_owned()),
                blocks: vec![
                    Block::Heading("Cải cách thủ tục hành chính".into()),
                    Block::Lettered(Paragraph::new(
                        "Tiếp nhận 10.095 hồ sơ; giải quyết đúng hạn 98,8%.",
                        vec![Source("r-1".to_owned()), Source("r-2".to_owned())],
                    )),
                    Block::Lettered("Niêm yết đầy đủ 155 thủ tục <hành chính> & \"phí\".".into()),
                    Block::Table(table(
                        &[("Chỉ tiêu", Alignment::Left, 3), ("Số lượng", Alignment::Right, 1)],
                        [entry(["Hồ sơ tiếp nhận", "10.095"]), entry(["Hồ sơ quá hạn", "380"])],
                    )),
                ],
            },
            Section {
                title: SectionTitle::Numbered("Tồn tại, hạn chế".to_owned()),
                blocks: vec![
                    Block::Numbered(Paragraph::new("380/9.256 hồ sơ quá hạn.", vec![Source("r-3".to_owned())])),
                    Block::Dash("Chủ yếu thuộc lĩnh vực đất đai.".into()),
                ],
            },
        ],
        closing: "Trên đây là kết luận kiểm tra của Sở Nội vụ.".into(),
        recipients: Some(Recipients {
            lines: vec!["Ủy ban nhân dân xã Mẫu A".to_owned(), "Giám đốc, các Phó Giám đốc Sở".to_owned()],
            filing: "CCHC".to_owned(),
        }),
        signatures: vec![Signature {
            authority: Some("KT. Giám đốc".to_owned()),
            post: "Phó Giám đốc".to_owned(),
            name: Some("Nguyễn Văn Mẫu".to_owned()),
            note: None,
        }],
        annexes: vec![Annex {
            title: "Bảng điểm".to_owned(),
            orientation: Orientation::Portrait,
            pictures: vec![],
            body: vec![],
            notes: vec!["Điểm do Đoàn kiểm tra thẩm định.".into()],
            table: table(
                &[("TT", Alignment::Center, 1), ("Nội dung", Alignment::Left, 5), ("Điểm", Alignment::Right, 1)],
                [
                    Row::Group("A. Niêm yết".to_owned()),
                    entry(["1", "Tỷ lệ niêm yết", "1,5"]),
                    Row::Total { cells: ["", "Tổng", "1,5"].map(str::to_owned).into(), sources: vec![] },
                ],
            ),
        }],
        status: Status::Final,
        requirements: vec![Requirement {
            text: "Niêm yết bổ sung 5 thủ tục còn thiếu".to_owned(),
            due: NaiveDate::from_ymd_opt(2026, 1, 30),
            item: "niem-yet-tthc/ty-le-niem-yet".to_owned(),
        }],
        properties: properties("Thông báo kết luận kiểm tra"),
    }
}

/// A draft of many pages: long names, forty shortcomings, a score table over two pages, a wide table.
pub(super) fn long_notice() -> Document {
    let mut document = notice();
    document.status = Status::Draft;
    document.number = None;
    document.place_date = Some(PlaceDate { place: "Quỳnh Phụ".to_owned(), date: IssueDate::Open { year: 2026 } });
    document.letterhead = Letterhead {
        parent: Some("Ủy ban nhân dân huyện Quỳnh Phụ".to_owned()),
        agency: "Đoàn kiểm tra công tác cải cách hành chính theo Quyết định số 1296/QĐ-SNV".to_owned(),
    };
    let shortcomings = (1..=40).map(|n| {
        let text = "Mới niêm yết 137/155 thủ tục (88,4%), chưa đúng quy định tại Điều 17 Nghị định số 63/2010/NĐ-CP; bảng niêm yết đặt ở nơi khó quan sát, chữ nhỏ, một số thủ tục đã hết hiệu lực";
        Block::Numbered(Paragraph::new(text, vec![Source(format!("r-{n}"))]))
    });
    document.body[2].blocks = shortcomings.collect();
    let scores = (1..=45).map(|n| {
        let said = "Tỷ lệ thủ tục hành chính được niêm yết, công khai đúng phiên bản tại trụ sở";
        entry([
            &n.to_string(),
            said,
            "2",
            "2",
            "1,5",
            if n % 5 == 0 { "Điểm tự chấm cao hơn điểm thẩm định" } else { "" },
        ])
    });
    document.annexes[0].title = "Bảng điểm chấm công tác cải cách hành chính của đơn vị năm 2025".to_owned();
    document.annexes[0].table = table(
        &[
            ("TT", Alignment::Center, 8),
            ("Nội dung", Alignment::Left, 40),
            ("Điểm chuẩn", Alignment::Right, 12),
            ("Điểm tự chấm", Alignment::Right, 12),
            ("Điểm thẩm định", Alignment::Right, 12),
            ("Ghi chú", Alignment::Left, 20),
        ],
        [Row::Group("A. Niêm yết, công khai thủ tục hành chính".to_owned())].into_iter().chain(scores).chain([
            Row::Total {
                cells: ["", "Tổng điểm", "90", "90", "67,5", ""].map(str::to_owned).into(), sources: vec![]
            },
        ]),
    );
    document.annexes.push(Annex {
        title: "Hồ sơ kiểm tra xác suất".to_owned(),
        orientation: Orientation::Landscape,
        pictures: vec![],
        body: vec![],
        notes: vec![],
        table: table(
            &[
                ("TT", Alignment::Center, 4),
                ("Mã hồ sơ", Alignment::Left, 12),
                ("Thủ tục", Alignment::Left, 30),
                ("Ngày nhận", Alignment::Center, 10),
                ("Ngày hẹn trả", Alignment::Center, 10),
                ("Ngày trả", Alignment::Center, 10),
                ("Số ngày quá hạn", Alignment::Right, 8),
            ],
            (1..=30).map(|n| {
                entry([&n.to_string(), "HS-0123", "Đăng ký khai sinh", "01/9/2025", "05/9/2025", "09/9/2025", "2"])
            }),
        ),
    });
    document
}

/// A letter to two units, with an annex of sections.
pub(super) fn letter() -> Document {
    let mut letter = notice();
    letter.kind = PaperKind::Letter;
    letter.number = Some(15);
    letter.notation = "SNV-CCHC".to_owned();
    letter.abstract_text = "thông báo kiểm tra công tác cải cách hành chính năm 2025".to_owned();
    letter.addressed_to = ["Ủy ban nhân dân xã Mẫu A", "Ủy ban nhân dân phường Mẫu B"].map(str::to_owned).into();
    letter.bases.clear();
    letter.body = vec![Section {
        title: SectionTitle::Untitled,
        blocks: vec![
            Block::Plain("Sở Nội vụ thông báo nội dung kiểm tra như sau:".into()),
            Block::Numbered("Thời gian: ngày 16/9/2025.".into()),
        ],
    }];
    letter.closing = "Đề nghị các đơn vị phối hợp thực hiện".into();
    letter.recipients = Some(Recipients {
        lines: vec!["Giám đốc, các Phó Giám đốc Sở".to_owned()],
        filing: "CCHC".to_owned(),
    });
    letter.annexes = vec![Annex {
        title: "Đề cương báo cáo".to_owned(),
        orientation: Orientation::Portrait,
        notes: vec!["Số liệu tính đến ngày 30/6/2025.".into()],
        body: vec![Section {
            title: SectionTitle::Numbered("Cải cách thủ tục hành chính".to_owned()),
            blocks: vec![Block::Heading("Niêm yết, công khai".into()), Block::Dash("Tổng số thủ tục.".into())],
        }],
        table: Table::new(vec![]),
        pictures: vec![],
    }];
    letter.requirements.clear();
    letter.properties = properties("Công văn thông báo kiểm tra");
    letter
}

/// Minutes with three signatures, number still open.
pub(super) fn minutes() -> Document {
    let mut document = notice();
    document.kind = PaperKind::Minutes;
    document.number = None;
    document.notation = "BB-ĐKT".to_owned();
    document.place_date = None;
    document.letterhead = Letterhead {
        parent: Some("Sở Nội vụ tỉnh Thái Bình".to_owned()),
        agency: "Đoàn kiểm tra theo Quyết định số 1296/QĐ-SNV".to_owned(),
    };
    document.abstract_text = "Kiểm tra công tác cải cách hành chính tại Ủy ban nhân dân xã Mẫu A".to_owned();
    document.bases.clear();
    document.closing = "Biên bản kết thúc vào 16 giờ 30 phút cùng ngày, đã đọc lại cho mọi người cùng nghe, thống nhất và lập thành 03 bản".into();
    document.recipients =
        Some(Recipients { lines: vec!["Đơn vị được kiểm tra".to_owned()], filing: String::new() });
    let signature = |authority: Option<&str>, post: &str, note: &str| Signature {
        authority: authority.map(str::to_owned),
        post: post.to_owned(),
        name: None,
        note: Some(note.to_owned()),
    };
    document.signatures = vec![
        signature(None, "Thư ký", "(Ký, ghi rõ họ tên)"),
        signature(None, "Đại diện đơn vị được kiểm tra", "(Ký, đóng dấu, ghi rõ họ tên)"),
        signature(Some("TM. Đoàn kiểm tra"), "Trưởng đoàn", "(Ký, ghi rõ họ tên)"),
    ];
    document.annexes.clear();
    document.requirements.clear();
    document.properties = properties("Biên bản kiểm tra");
    document
}
