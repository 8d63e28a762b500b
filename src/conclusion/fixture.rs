//! A small inspection to compose papers from.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};

use super::{Inspected, MinutesBasis, NoticeBasis};
use crate::assessment::{Plan, RoundBasis, UnitAssessment};
use crate::checklist::expression::{Expression, Sentence};
use crate::checklist::*;
use crate::inspection::*;
use crate::journal::RevisionId;
use crate::paper::{Document, Format, Status, render};
use crate::vietnamese::calendar::Calendar;

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(super) fn sentence(text: &str) -> Option<Sentence> {
    Some(Sentence::parse(text).unwrap())
}

pub(super) fn from(pass: f64, partial: f64) -> Option<Thresholds> {
    Some(Thresholds::From { pass: Threshold::Value(pass), partial: Some(Threshold::Value(partial)) })
}

pub(super) fn number(unit: &str) -> ItemKind {
    ItemKind::Number { unit: Some(unit.to_owned()), min: None, max: None, decimals: 0, thresholds: None }
}

pub(super) fn rate(formula: &str, thresholds: Option<Thresholds>) -> ItemKind {
    ItemKind::Rate { formula: Expression::parse(formula).unwrap(), thresholds }
}

/// An item without points, basis or sentences.
pub(super) fn item(id: &str, ask: &str, kind: ItemKind) -> Item {
    Item {
        id: ItemId::new(id).unwrap(),
        ask: ask.to_owned(),
        kind,
        required: Required::Yes,
        when: None,
        points: None,
        severity: ItemSeverity::default(),
        basis: Vec::new(),
        says: Says::default(),
        within_days: None,
        evidence: EvidencePolicy::Never,
        hash: ItemHash("h".to_owned()),
    }
}

impl Item {
    pub(super) fn saying(mut self, strength: &str, shortcoming: &str, requirement: &str) -> Self {
        self.says.strength = sentence(strength);
        self.says.shortcoming = sentence(shortcoming);
        self.says.requirement = sentence(requirement);
        self
    }

    pub(super) fn because(mut self, text: &str, kind: CauseKind) -> Self {
        self.says.cause = Some(Cause { text: sentence(text).unwrap(), kind });
        self
    }

    pub(super) fn worth(mut self, full: f64) -> Self {
        self.points = Some(Points { full, partial: full / 2.0 });
        self
    }

    pub(super) fn resting_on(mut self, basis: &str, article: Option<&str>) -> Self {
        self.basis.push(BasisReference { basis: BasisId::new(basis).unwrap(), article: article.map(str::to_owned) });
        self
    }

    pub(super) fn within(mut self, days: u32) -> Self {
        self.within_days = Some(days);
        self
    }

    pub(super) fn addressed_to(mut self, to: Addressee) -> Self {
        self.says.to = to;
        self
    }
}

pub(super) fn checklist(id: &str, title: &str, field: Field, items: Vec<Item>) -> Checklist {
    let basis = |id: &str, short: &str, cite: &str| Basis {
        id: BasisId::new(id).unwrap(),
        short: short.to_owned(),
        cite: cite.to_owned(),
        in_force: Validity::default(),
        note: None,
    };
    Checklist {
        id: ChecklistId::new(id).unwrap(),
        edition: "2022".to_owned(),
        title: title.to_owned(),
        field,
        applies_to: Vec::new(),
        effective: Validity::default(),
        bases: vec![
            basis(
                "nd63",
                "Nghị định số 63/2010/NĐ-CP",
                "Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính",
            ),
            basis(
                "nd61",
                "Nghị định số 61/2018/NĐ-CP",
                "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính (được sửa đổi, bổ sung bởi Nghị định số 107/2021/NĐ-CP ngày 06/12/2021)",
            ),
        ],
        sections: vec![Section { id: SectionId::new("chung").unwrap(), title: "Chung".to_owned(), items }],
        rules: Vec::new(),
        hash: EditionHash("e".to_owned()),
        text: "".into(),
    }
}

/// An inspection being put together.
pub(super) struct Scene {
    pub round: Round,
    pub checklists: Vec<Checklist>,
    pub answers: BTreeMap<String, Answer>,
}

pub(super) fn member(id: &str, name: &str, post: &str, agency: &str, role: Role) -> Member {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Member { id: MemberId::new(id).unwrap(), name: name.to_owned(), post: filled(post), agency: filled(agency), role }
}

impl Scene {
    /// A planned round of the Sở Nội vụ at one commune.
    pub(super) fn new(checklists: Vec<Checklist>) -> Self {
        let document = |number: &str, date| {
            Some(DocumentReference {
                number: number.to_owned(), date, issuer: Some("Sở Nội vụ tỉnh Mẫu".to_owned())
            })
        };
        let unit = Unit {
            id: UnitId::new("mau-a").unwrap(),
            name: "UBND xã Mẫu A".to_owned(),
            kind: UnitKind::Xa,
            under: Some("UBND huyện Mẫu".to_owned()),
            visit: Some(day(2022, 10, 19)),
            self_report: Some(SelfReport { number: "45/BC-UBND".to_owned(), date: day(2022, 10, 14) }),
            head: Some(Head { name: String::new(), post: "Chủ tịch UBND xã".to_owned() }),
        };
        let round = Round {
            id: RoundId::new("2022-dot-1").unwrap(),
            title: "Kiểm tra công tác cải cách hành chính năm 2022".to_owned(),
            mode: Mode::Planned,
            period: Period { from: day(2022, 1, 1), to: day(2022, 10, 14) },
            plan: document("1296/KH-SNV", day(2022, 6, 27)),
            decision: document("45/QĐ-SNV", day(2022, 10, 5)),
            checklists: checklists.iter().map(|checklist| checklist.id.clone()).collect(),
            recovery: None,
            targets: BTreeMap::new(),
            letterhead: Letterhead {
                parent: Some("UBND tỉnh Mẫu".to_owned()),
                agency: "Sở Nội vụ".to_owned(),
                notation: "SNV".to_owned(),
                place: "Mẫu".to_owned(),
                ..Letterhead::default()
            },
            members: vec![
                member("thu-ky", "Trần Thị Mẫu", "Chuyên viên", "Sở Tư pháp", Role::Secretary),
                member("truong-doan", "Nguyễn Văn Mẫu", "Phó Giám đốc", "Sở Nội vụ", Role::Lead),
            ],
            units: vec![unit],
            assignments: Vec::new(),
        };
        Self { round, checklists, answers: BTreeMap::new() }
    }

    pub(super) fn unit(&mut self) -> &mut Unit {
        &mut self.round.units[0]
    }

    /// The answer at `checklist/item`.
    pub(super) fn at(&mut self, key: &str) -> &mut Answer {
        self.answers.entry(key.to_owned()).or_default()
    }

    pub(super) fn verdict(&mut self, key: &str, verdict: Verdict) -> &mut Answer {
        let answer = self.at(key);
        answer.verdict = Some(verdict);
        answer.revisions.insert(AnswerField::Verdict, vec![RevisionId::of(key.as_bytes())]);
        answer
    }

    pub(super) fn number(&mut self, key: &str, number: f64) -> &mut Answer {
        let answer = self.at(key);
        answer.number = Some(number);
        answer.revisions.insert(AnswerField::Number, vec![RevisionId::of(key.as_bytes())]);
        answer
    }

    pub(super) fn notice(&self, date: Option<NaiveDate>) -> Document {
        let now = DateTime::from_timestamp(1_666_500_000, 0).unwrap();
        self.with(|inspected| inspected.notice(&NoticeBasis { number: None, date, status: Status::Draft, now }))
    }

    pub(super) fn minutes(&self) -> Document {
        let now = DateTime::from_timestamp(1_666_500_000, 0).unwrap();
        self.with(|inspected| inspected.minutes(&MinutesBasis { status: Status::Final, now }))
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&Inspected<'_>) -> T) -> T {
        let calendar = Arc::new(Calendar::shipped());
        let key = |key: &str| {
            let (checklist, item) = key.split_once('/').unwrap();
            ItemKey { checklist: ChecklistId::new(checklist).unwrap(), item: ItemId::new(item).unwrap() }
        };
        let answers: UnitAnswers = self.answers.iter().map(|(at, answer)| (key(at), answer.clone())).collect();
        let basis = RoundBasis { targets: Arc::new(self.round.targets.clone()), calendar: calendar.clone() };
        let plans: Vec<_> = self.checklists.iter().map(|of| Arc::new(Plan::new(Arc::new(of.clone())))).collect();
        let judged = UnitAssessment::new(&plans, &basis, &answers);
        act(&Inspected {
            round: &self.round,
            unit: &self.round.units[0],
            answers: &answers,
            judged: &judged,
            calendar: &calendar,
        })
    }
}

pub(super) fn text(document: &Document) -> String {
    String::from_utf8(render(document, Format::Text).unwrap()).unwrap()
}

/// An inspection in which every kind of item and every verdict occurs.
pub(super) fn whole() -> Scene {
    let posting = vec![
        item("tong-tthc", "Tổng số TTHC thuộc thẩm quyền tiếp nhận", number("thủ tục")),
        item("da-niem-yet", "Số TTHC đã niêm yết", number("thủ tục")),
        item("ty-le-niem-yet", "Tỷ lệ TTHC được niêm yết", rate("da_niem_yet / tong_tthc", from(1.0, 0.9)))
            .worth(2.0)
            .resting_on("nd63", Some("17"))
            .saying(
                "Niêm yết đầy đủ {{ tong_tthc }} thủ tục hành chính",
                "Mới niêm yết {{ da_niem_yet }}/{{ tong_tthc }} thủ tục hành chính ({{ ty_le_niem_yet | percent }})",
                "Niêm yết bổ sung {{ tong_tthc - da_niem_yet }} thủ tục hành chính còn thiếu",
            )
            .because("Việc cập nhật sau khi có quyết định công bố chưa kịp thời", CauseKind::Subjective)
            .within(15),
        item("dia-chi-pakn", "Niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị", ItemKind::Verdict)
            .worth(1.0)
            .resting_on("nd63", Some("15"))
            .saying(
                "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị",
                "Chưa niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị",
                "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị",
            )
            .because("Việc cập nhật sau khi có quyết định công bố chưa kịp thời", CauseKind::Subjective)
            .within(5),
        item("bang-ro", "Bảng niêm yết ở nơi dễ quan sát, chữ rõ", ItemKind::Verdict).worth(0.5).saying(
            "Bảng niêm yết đặt ở nơi dễ quan sát, chữ rõ ràng",
            "Bảng niêm yết đặt ở nơi khó quan sát",
            "Bố trí lại bảng niêm yết ở nơi dễ quan sát",
        ),
        item(
            "mau-tthc",
            "Kiểm tra xác suất thủ tục đã niêm yết",
            ItemKind::Register(Register {
                at_least: 2,
                columns: vec![
                    column("ten", "Tên thủ tục", ColumnKind::Text),
                    column("nguoi-nop", "Người nộp", ColumnKind::Text),
                    column("dung-phien-ban", "Đúng phiên bản", ColumnKind::YesNo),
                ],
                row_ok: Some(Expression::parse("dung_phien_ban").unwrap()),
                thresholds: from(1.0, 0.8),
            }),
        )
        .saying(
            "Kiểm tra {{ mau_tthc.rows }} thủ tục, tất cả đúng phiên bản",
            "Kiểm tra {{ mau_tthc.rows }} thủ tục, có {{ mau_tthc.rows - mau_tthc.ok }} thủ tục không đúng phiên bản theo quy định",
            "Thay thế thủ tục niêm yết không đúng phiên bản",
        )
        .resting_on("nd61", None)
        .within(5),
    ];
    let survey = vec![
        item(
            "phieu",
            "Khảo sát mức độ hài lòng tại Bộ phận Tiếp nhận và Trả kết quả",
            ItemKind::Survey(Survey {
                questions: vec![
                    Question {
                        id: ColumnId::new("thai-do").unwrap(),
                        ask: "Thái độ phục vụ".to_owned(),
                        scale: Scale::Level5,
                    },
                    Question {
                        id: ColumnId::new("giay-hen").unwrap(),
                        ask: "Có phiếu hẹn".to_owned(),
                        scale: Scale::YesNo,
                    },
                ],
                details: vec![ColumnId::new("cong-chuc").unwrap()],
                thresholds: from(0.9, 0.8),
                alarm: Some(Alarm { unsatisfied_over: 0.25, by: AlarmBy::Detail(ColumnId::new("cong-chuc").unwrap()) }),
            }),
        )
        .saying(
            "Chỉ số hài lòng đạt {{ phieu.index | percent }} trên {{ phieu.forms }} phiếu",
            "Chỉ số hài lòng mới đạt {{ phieu.index | percent }} trên {{ phieu.forms }} phiếu",
            "Nâng cao chất lượng phục vụ để chỉ số hài lòng đạt từ 90%",
        ),
    ];
    let digital = vec![
        item("duong-truyen", "Đường truyền, máy tính đáp ứng yêu cầu chuyển đổi số", ItemKind::Verdict)
            .saying(
                "Đường truyền, máy tính đáp ứng yêu cầu",
                "Đường truyền, máy tính chưa đáp ứng yêu cầu chuyển đổi số",
                "Bố trí kinh phí nâng cấp đường truyền, máy tính cho cấp xã",
            )
            .because("Nguồn kinh phí còn hạn chế", CauseKind::Objective)
            .addressed_to(Addressee::Superior)
            .within(30),
        item("iso", "Áp dụng TCVN ISO 9001", ItemKind::Verdict).worth(1.0),
        item("dvc", "Số hồ sơ nộp trực tuyến", number("hồ sơ")),
    ];
    let direction = vec![
        item("ke-hoach", "Ban hành kế hoạch cải cách hành chính", ItemKind::Verdict).worth(1.0).saying(
            "Ban hành kế hoạch cải cách hành chính kịp thời, đầy đủ",
            "Chưa ban hành kế hoạch cải cách hành chính",
            "Ban hành kế hoạch cải cách hành chính",
        ),
        item("tuyen-truyen", "Thực hiện tuyên truyền cải cách hành chính", ItemKind::Verdict).worth(1.0),
    ];
    let mut scene = Scene::new(vec![
        checklist("chinh-quyen-so", "Chính quyền số", Field::SoHoa, digital),
        checklist("niem-yet", "Niêm yết, công khai thủ tục hành chính", Field::Tthc, posting),
        checklist("hai-long", "Khảo sát mức độ hài lòng", Field::Tthc, survey),
        checklist("chi-dao", "Chỉ đạo, điều hành", Field::ChiDao, direction),
    ]);
    scene.checklists[1].rules.push(Rule {
        id: RuleId::new("khong-vuot").unwrap(),
        check: Expression::parse("da_niem_yet >= tong_tthc").unwrap(),
        message: sentence("Số đã niêm yết ({{ da_niem_yet }}) không bằng tổng số ({{ tong_tthc }})").unwrap(),
        severity: RuleSeverity::Warning,
    });
    scene.number("niem-yet/tong-tthc", 1155.0).reported = Some(1160.0);
    scene.number("niem-yet/da-niem-yet", 1060.0);
    let answer = scene.verdict("niem-yet/dia-chi-pakn", Verdict::Fail);
    answer.remark = Some("chưa có số điện thoại đường dây nóng".to_owned());
    answer.note = Some("GHI CHÚ NỘI BỘ".to_owned());
    answer.explanation =
        Some(Explanation { agrees: Agreement::Agrees, text: "Đơn vị sẽ bổ sung trong ngày".to_owned() });
    answer.self_points = Some(1.0);
    answer.points_reason = Some("Chưa đủ thông tin".to_owned());
    let evidence = |name: &str, content| Evidence {
        id: EntryId(name.to_owned()),
        content,
        member: None,
        revision: RevisionId::of(name.as_bytes()),
    };
    answer.evidence = vec![
        evidence(
            "e1",
            EvidenceContent {
                file: Some("bang.jpg".to_owned()),
                document: None,
                date: None,
                about: "bảng niêm yết".to_owned(),
            },
        ),
        evidence(
            "e2",
            EvidenceContent {
                file: None,
                document: Some("12/QĐ-UBND".to_owned()),
                date: Some(day(2022, 1, 20)),
                about: String::new(),
            },
        ),
    ];
    scene.verdict("niem-yet/bang-ro", Verdict::Pass).remark = Some("Bảng điện tử hoạt động tốt.".to_owned());
    let row = |name: &str, right: bool| Row {
        id: EntryId(name.to_owned()),
        cells: BTreeMap::from([
            (ColumnId::new("ten").unwrap(), name.into()),
            (ColumnId::new("nguoi-nop").unwrap(), "Lê Thị Dân".into()),
            (ColumnId::new("dung-phien-ban").unwrap(), right.into()),
        ]),
        member: None,
        revisions: vec![RevisionId::of(name.as_bytes())],
    };
    scene.at("niem-yet/mau-tthc").rows = vec![row("Đăng ký khai sinh", true), row("Đăng ký kết hôn", false)];
    let form = |officer: &str, answers: &[u32]| Form {
        id: EntryId(officer.to_owned()),
        content: FormContent {
            answers: answers.to_vec(),
            details: BTreeMap::from([("cong-chuc".to_owned(), officer.to_owned())]),
            validity: FormValidity::Valid,
        },
        member: None,
        revision: RevisionId::of(officer.as_bytes()),
    };
    scene.at("hai-long/phieu").forms =
        vec![form("CC-01", &[5, 1]), form("CC-02", &[4, 1]), form("CC-03", &[1, 0]), form("Phạm Thị Tên", &[2, 1])];
    scene.verdict("chinh-quyen-so/duong-truyen", Verdict::Partial);
    scene.verdict("chinh-quyen-so/iso", Verdict::Na).remark = Some("Chưa bắt buộc đối với cấp xã".to_owned());
    scene.verdict("chi-dao/ke-hoach", Verdict::Pass);
    scene.verdict("chi-dao/tuyen-truyen", Verdict::Partial).explanation =
        Some(Explanation { agrees: Agreement::Disagrees, text: String::new() });
    scene
}

pub(super) fn column(id: &str, title: &str, kind: ColumnKind) -> Column {
    Column { id: ColumnId::new(id).unwrap(), title: title.to_owned(), kind, required: Required::No }
}
