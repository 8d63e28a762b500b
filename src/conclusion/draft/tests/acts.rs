use super::*;
use crate::checklist::Field;
use crate::conclusion::draft::{Beside, PassageStanding};
use crate::inspection::{Deadline, Part};
use crate::journal::Clock;

const MINE: &str = "Đơn vị mới niêm yết được 1.060 thủ tục trên tổng số 1.155 thủ tục, đạt 91,77%.";

#[test]
fn an_edit_survives_redrafting_and_is_marked_once_its_figures_change() {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &edit(RATE, MINE));
    let now = draft(&home);
    assert_eq!(passage(&now, RATE).standing, PassageStanding::Edited);
    assert!(printed(&now).contains(&format!("a) {MINE}")), "{}", printed(&now));

    // Somebody records other things: the words stay and are not marked.
    home.record("[answer.\"niem-yet/bang-ro\"]\nverdict = \"fail\"\n");
    assert_eq!(passage(&draft(&home), RATE).standing, PassageStanding::Edited);

    // One of its own figures changes.
    home.record("[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100\n");
    let changed = passage(&draft(&home), RATE);
    let PassageStanding::Changed { then, now } = &changed.standing else { panic!("{:?}", changed.standing) };
    assert!(then.contains("1.060/1.155") && now.contains("1.100/1.155"), "{then} {now}");
    let figures: Vec<(String, String)> =
        changed.change.unwrap().figures.into_iter().map(|pair| (pair.then, pair.now)).collect();
    assert_eq!(figures, [("1.060", "1.100"), ("91,77%", "95,24%")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(changed.text, MINE, "nothing is printed over a person's words");

    act(&mut home, &DraftAct::TakeFigures { id: id(RATE) });
    let taken = passage(&draft(&home), RATE);
    assert_eq!(taken.text, "Đơn vị mới niêm yết được 1.100 thủ tục trên tổng số 1.155 thủ tục, đạt 95,24%.");
    assert_eq!(taken.standing, PassageStanding::Edited);
    assert!(matches!(try_act(&mut home, &DraftAct::TakeFigures { id: id(RATE) }), Err(DraftError::Unchanged(_))));
}

#[test]
fn new_figures_are_left_to_the_person_where_it_is_not_clear_which_they_replace() {
    for (mine, answers) in [
        // The old figure stands twice.
        (
            "Niêm yết 1.060 thủ tục; 1.060 thủ tục này còn thiếu phí.",
            "[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100\n",
        ),
        // None of the old figures stands in it.
        ("Niêm yết chưa đủ.", "[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100\n"),
        // More than figures changed.
        (
            MINE,
            "[answer.\"niem-yet/ty-le-niem-yet\"]\nremark = \"Bảng cũ\"\n[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1100\n",
        ),
    ] {
        let mut home = Home::recorded(ANSWERS);
        act(&mut home, &edit(RATE, mine));
        home.record(answers);
        let refused = try_act(&mut home, &DraftAct::TakeFigures { id: id(RATE) });
        assert!(matches!(refused, Err(DraftError::FiguresUnclear { .. })), "{mine}: {refused:?}");
        // Writing the words again says that they hold for the figures of now.
        act(&mut home, &edit(RATE, mine));
        assert_eq!(passage(&draft(&home), RATE).standing, PassageStanding::Edited);
    }
}

#[test]
fn a_deadline_that_becomes_known_is_no_change_of_the_words() {
    let mut home = Home::recorded(ANSWERS);
    let which = "for-unit/niem-yet/ty-le-niem-yet";
    act(&mut home, &edit(which, "Niêm yết đủ 95 thủ tục còn thiếu."));
    let issued = Draft::of(&conclusion(&home.store).inspected(), &basis(Some("2022-10-26")));
    let of = passage(&issued, which);
    assert_eq!(of.standing, PassageStanding::Edited);
    assert_eq!(
        of.printed,
        "Niêm yết đủ 95 thủ tục còn thiếu, hoàn thành trong thời hạn 15 ngày làm việc kể từ ngày ban hành Thông báo này (chậm nhất ngày 16/11/2022)."
    );
    let requirement = issued.requirements().iter().find(|of| of.passage == id(which)).unwrap();
    assert_eq!(
        (requirement.text.as_str(), requirement.due),
        ("Niêm yết đủ 95 thủ tục còn thiếu", Some(day("2022-11-16")))
    );
}

fn plain(answers: &str) -> Home {
    let mut home = Home::new(&[PLAIN], PLAIN_ROUND);
    home.record(answers);
    home
}

const THREE: &str = "[answer.\"mot-cua/so-theo-doi\"]\nverdict = \"fail\"\n[answer.\"mot-cua/giay-tiep-nhan\"]\nverdict = \"fail\"\n[answer.\"mot-cua/thu-xin-loi\"]\nverdict = \"fail\"\n";
const GROUP: &str = "shortcomings/group/tthc/fail";

#[test]
fn several_shortcomings_of_one_kind_are_one_sentence_with_its_list() {
    let mut home = plain(THREE);
    assert_eq!(
        passage(&draft(&home), GROUP).text,
        "Có 03 nội dung chưa đạt, gồm: “Mở sổ theo dõi hồ sơ”; “Cấp giấy tiếp nhận hồ sơ” (căn cứ Điều 17 Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ); “Gửi thư xin lỗi khi hồ sơ trễ hạn”."
    );
    assert_eq!(requirements(draft(&home).document()).len(), 3, "each is required by itself");
    // A remark makes one of them a sentence of its own; another verdict, too.
    home.record("[answer.\"mot-cua/so-theo-doi\"]\nremark = \"Chỉ mở sổ giấy\"\n");
    assert_eq!(passage(&draft(&home), GROUP).items.len(), 2);
    home.record("[answer.\"mot-cua/thu-xin-loi\"]\nverdict = \"partial\"\n");
    let now = draft(&home);
    assert!(now.get(&id(GROUP)).is_none(), "one alone is no list");
    assert_eq!(
        passage(&now, "shortcomings/mot-cua/thu-xin-loi").text,
        "Nội dung “Gửi thư xin lỗi khi hồ sơ trễ hạn”: đạt một phần."
    );
}

#[test]
fn an_item_is_taken_out_of_its_list_and_an_edited_list_keeps_its_words() {
    let mut home = plain(THREE);
    act(&mut home, &DraftAct::Single { id: id("shortcomings/mot-cua/so-theo-doi") });
    let now = draft(&home);
    let order: Vec<String> =
        now.passages().iter().filter(|of| of.part() == Part::Shortcomings).map(|of| of.id.to_string()).collect();
    assert_eq!(order, [GROUP, "shortcomings/mot-cua/so-theo-doi"]);
    act(&mut home, &restore("shortcomings/mot-cua/so-theo-doi"));
    act(&mut home, &edit(GROUP, "Ba nội dung về một cửa chưa đạt."));
    home.record(
        "[answer.\"mot-cua/so-theo-doi\"]\nverdict = \"pass\"\n[answer.\"mot-cua/thu-xin-loi\"]\nverdict = \"pass\"\n",
    );
    let now = passage(&draft(&home), GROUP);
    assert!(matches!(now.standing, PassageStanding::Changed { .. }), "{:?}", now.standing);
    assert_eq!(now.text, "Ba nội dung về một cửa chưa đạt.");
}

#[test]
fn leaving_a_shortcoming_out_takes_along_what_belongs_to_it_unless_a_person_keeps_it() {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &leave_out(ADDRESS));
    let now = draft(&home);
    let requirement = "for-unit/niem-yet/dia-chi-pakn";
    for which in [requirement, "opinions/niem-yet/dia-chi-pakn"] {
        let PassageStanding::LeftOut { reason, with } = passage(&now, which).standing else { panic!("{which}") };
        assert_eq!((reason.as_str(), with), ("Đã khắc phục tại chỗ", Some(id(ADDRESS))));
    }
    // The cause is another shortcoming's as well.
    assert!(passage(&now, "subjective-causes/niem-yet/ty-le-niem-yet").is_printed());
    let paper = printed(&now);
    assert!(
        !paper.contains("địa chỉ tiếp nhận phản ánh, kiến nghị (căn cứ") && !paper.contains("Niêm yết đầy đủ địa chỉ")
    );
    assert!(now.document().requirements.iter().all(|of| of.item.as_deref() != Some("niem-yet/dia-chi-pakn")));
    let list = now.document().annexes.last().unwrap();
    assert_eq!(list.table.rows().len(), 5);
    assert!(paper.contains("03 nội dung chưa đạt"), "what was judged is counted all the same");

    act(&mut home, &DraftAct::Keep { id: id(requirement) });
    let now = draft(&home);
    assert!(passage(&now, requirement).is_printed());
    let kept = now.document().requirements.iter().find(|of| of.item.as_deref() == Some("niem-yet/dia-chi-pakn"));
    assert!(kept.is_some());
    // The rest of the chain: restored, all is as drafted.
    act(&mut home, &restore(requirement));
    act(&mut home, &restore(ADDRESS));
    assert_eq!(printed(&draft(&home)), printed(&draft(&Home::recorded(ANSWERS))));
}

#[test]
fn a_part_whose_passages_are_all_left_out_does_not_say_that_there_were_none() {
    let mut home = Home::recorded("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"fail\"\n");
    act(&mut home, &leave_out("shortcomings/chi-dao/ke-hoach"));
    let paper = printed(&draft(&home));
    assert!(!paper.contains("TỒN TẠI, HẠN CHẾ\n") && paper.contains("II. YÊU CẦU, KIẾN NGHỊ\n\nKhông."), "{paper}");
}

#[test]
fn passages_are_joined_and_parted_again() {
    let mut home = Home::recorded(ANSWERS);
    let before = printed(&draft(&home));
    let ids = vec![id(RATE), id(ADDRESS)];
    let text = "Niêm yết 1.060/1.155 thủ tục (91,77%), thiếu địa chỉ tiếp nhận phản ánh.".to_owned();
    act(&mut home, &DraftAct::Join { ids, text: text.clone() });
    let now = draft(&home);
    assert_eq!(passage(&now, ADDRESS).standing, PassageStanding::Joined { into: id(RATE) });
    assert_eq!(passage(&now, RATE).standing, PassageStanding::Edited);
    let paper = printed(&now);
    assert!(
        paper.contains(&text) && !paper.contains("Chưa niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị (căn cứ"),
        "{paper}"
    );
    assert_eq!(requirements(now.document()).len(), 6, "what is required stays");
    assert!(matches!(try_act(&mut home, &edit(ADDRESS, "x")), Err(DraftError::SaidElsewhere { .. })));

    // What was joined in changes: the sentence that speaks for it is marked.
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nremark = \"Có địa chỉ, thiếu số điện thoại\"\n");
    assert!(matches!(passage(&draft(&home), RATE).standing, PassageStanding::Changed { .. }));
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nremark = \"chưa có số điện thoại đường dây nóng\"\n");
    act(&mut home, &restore(RATE));
    assert_eq!(printed(&draft(&home)), before);
}

#[test]
fn a_joined_passage_speaks_for_itself_once_the_other_is_no_shortcoming() {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &DraftAct::Join { ids: vec![id(RATE), id(ADDRESS)], text: "Hai việc.".to_owned() });
    home.record("[answer.\"niem-yet/da-niem-yet\"]\nnumber = 1155\n");
    let now = draft(&home);
    assert_eq!(passage(&now, RATE).standing, PassageStanding::Orphaned);
    assert!(passage(&now, ADDRESS).is_printed());
    assert!(!printed(&now).contains("Hai việc."));
}

#[test]
fn a_passage_is_split_and_moved_within_its_part() {
    let mut home = Home::recorded(ANSWERS);
    let text = passage(&draft(&home), ADDRESS).text;
    let at = text.find("Chưa có số").unwrap();
    act(&mut home, &DraftAct::Split { id: id(ADDRESS), at });
    let now = draft(&home);
    let of_part = |draft: &Draft| -> Vec<String> {
        let of_part =
            draft.passages().iter().filter(|of| of.part() == Part::Shortcomings && of.field == Some(Field::Tthc));
        of_part.map(|of| of.printed.chars().take(12).collect()).collect()
    };
    assert_eq!(of_part(&now), ["Mới niêm yết", "Chưa niêm yế", "Chưa có số đ", "Kiểm tra 2 t", "Chỉ số hài l"]);
    let first = id("shortcomings/hai-long/phieu");
    act(&mut home, &DraftAct::Place { id: first.clone(), beside: Beside::Before(id(RATE)) });
    assert_eq!(of_part(&draft(&home))[..2], ["Chỉ số hài l", "Mới niêm yết"]);
    // What is cited first is cited in full wherever it stands.
    let paper = printed(&draft(&home));
    let (full, short) = (paper.find("Nghị định số 61/2018/NĐ-CP ngày"), paper.find("Nghị định số 61/2018/NĐ-CP"));
    assert_eq!(full, short, "{paper}");
    // Not into another field or part.
    for other in ["shortcomings/chi-dao/tuyen-truyen", "strengths/chi-dao/ke-hoach"] {
        let refused = try_act(&mut home, &DraftAct::Place { id: first.clone(), beside: Beside::After(id(other)) });
        assert!(matches!(refused, Err(DraftError::Elsewhere { .. })), "{refused:?}");
    }
}

#[test]
fn a_passage_of_ones_own_is_a_requirement_with_its_deadline() {
    let mut home = Home::recorded(ANSWERS);
    let text = "Kiểm điểm trách nhiệm người đứng đầu.".to_owned();
    act(&mut home, &DraftAct::Own { part: Part::ForUnit, field: None, text: text.clone(), beside: None });
    let own = draft(&home).passages().iter().find(|of| of.id.is_own()).unwrap().id.clone();
    act(&mut home, &DraftAct::Deadline { id: own.clone(), deadline: Some(Deadline::Day(day("2022-12-31"))) });
    let now = draft(&home);
    let paper = printed(&now);
    assert!(
        paper.contains(
            "e) Kiểm điểm trách nhiệm người đứng đầu, hoàn thành chậm nhất ngày 31/12/2022.\n\ng) Báo cáo kết quả"
        ),
        "{paper}"
    );
    assert_eq!(now.document().requirements.last().unwrap().item, None);
    let crate::paper::Row::Entry { cells, .. } = now.document().annexes.last().unwrap().table.rows().last().unwrap()
    else {
        panic!("no row")
    };
    assert_eq!(cells[1..3], ["–", "Kiểm điểm trách nhiệm người đứng đầu."]);
    act(&mut home, &DraftAct::Restore { id: own });
    assert!(!printed(&draft(&home)).contains("Kiểm điểm"));
    let nowhere = DraftAct::Own { part: Part::Strengths, field: None, text, beside: None };
    assert!(matches!(try_act(&mut home, &nowhere), Err(DraftError::FieldMissing)));
}

#[test]
fn an_edit_whose_item_is_no_shortcoming_any_more_is_kept_for_a_person_to_decide() {
    let mut home = Home::recorded(ANSWERS);
    act(&mut home, &edit(ADDRESS, "Thiếu địa chỉ."));
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"pass\"\n");
    let now = draft(&home);
    let orphan = passage(&now, ADDRESS);
    assert_eq!((orphan.standing, orphan.text.as_str()), (PassageStanding::Orphaned, "Thiếu địa chỉ."));
    assert!(!printed(&now).contains("Thiếu địa chỉ."));
    // It comes back with the shortcoming.
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"fail\"\n");
    assert_eq!(passage(&draft(&home), ADDRESS).standing, PassageStanding::Edited);
    home.record("[answer.\"niem-yet/dia-chi-pakn\"]\nverdict = \"pass\"\n");
    act(&mut home, &DraftAct::Adopt { id: id(ADDRESS) });
    let now = draft(&home);
    assert!(now.get(&id(ADDRESS)).is_none());
    assert!(printed(&now).contains("Thiếu địa chỉ."));
}

#[test]
fn every_act_is_taken_back_by_one_undo() {
    let mut home = Home::recorded(ANSWERS);
    let before = printed(&draft(&home));
    let round = recorder().round;
    for each in [
        edit(RATE, "Khác."),
        leave_out(ADDRESS),
        DraftAct::Join { ids: vec![id(RATE), id(ADDRESS)], text: "Gộp.".to_owned() },
        DraftAct::Split { id: id(RATE), at: 20 },
        DraftAct::Own { part: Part::Closing, field: None, text: "Thêm.".to_owned(), beside: None },
        DraftAct::Place { id: id(ADDRESS), beside: Beside::Before(id(RATE)) },
        DraftAct::Deadline { id: id("for-unit/niem-yet/mau-tthc"), deadline: Some(Deadline::None) },
    ] {
        act(&mut home, &each);
        assert_ne!(printed(&draft(&home)), before, "{each:?}");
        home.store.undo(&round, "truong-doan", None).unwrap();
        assert_eq!(printed(&draft(&home)), before, "{each:?}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_and_changes_nothing() {
    rust_i18n::set_locale("vi");
    let mut home = Home::recorded(ANSWERS);
    for (each, said) in [
        (edit(RATE, "  \n "), "Chưa có nội dung"),
        (edit("shortcomings/niem-yet/bang-ro", "x"), "không có đoạn"),
        (DraftAct::LeaveOut { id: id(RATE), reason: " ".to_owned() }, "cần ghi lý do"),
        (leave_out("closing/fixed/1"), "Không thể bỏ đoạn kết"),
        (DraftAct::Join { ids: vec![id(RATE)], text: "x".to_owned() }, "ít nhất hai đoạn"),
        (DraftAct::Join { ids: vec![id(RATE), id(RATE)], text: "x".to_owned() }, "ít nhất hai đoạn"),
        (DraftAct::Split { id: id(RATE), at: 0 }, "Chỉ có thể tách"),
        (DraftAct::Split { id: id(RATE), at: 9999 }, "Chỉ có thể tách"),
        (DraftAct::Deadline { id: id(RATE), deadline: None }, "không có thời hạn"),
        (DraftAct::Adopt { id: id(RATE) }, "vẫn gắn với"),
        (DraftAct::Single { id: id(RATE) }, "đã đứng riêng"),
        (restore("shortcomings/niem-yet/bang-ro"), "không có đoạn"),
    ] {
        let error = try_act(&mut home, &each).unwrap_err().to_string();
        assert!(error.contains(said), "{each:?}: {error}");
    }
    let edits = home.store.passages(&recorder().round, &recorder().unit).unwrap();
    assert!(edits.is_empty());
}

/// A second laptop that holds what the first holds.
fn second(home: &Home) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("checklists");
    std::fs::create_dir_all(&own).unwrap();
    for (index, checklist) in [POSTING, SURVEY, DIGITAL, DIRECTION].iter().enumerate() {
        std::fs::write(own.join(format!("{index}.toml")), checklist).unwrap();
    }
    let clock = Clock::Fixed("2022-10-23T09:00:00+07:00".parse().unwrap());
    let mut store = Store::open(folder.path(), clock).unwrap();
    let round = crate::inspection::read_round(
        &crate::inspection::TextFile::from_bytes("round.toml", ROUND.as_bytes()).unwrap(),
        day("2022-10-23"),
    );
    store.add_round(&round.unwrap(), None).unwrap();
    crate::inspection::bring(&home.store, &mut store, "2022-dot-1");
    (folder, store)
}

#[test]
fn two_laptops_that_edit_one_passage_differently_make_a_conflict_that_no_paper_settles() {
    let mut home = Home::recorded(ANSWERS);
    let (_folder, mut other) = second(&home);
    act(&mut home, &edit(RATE, "Lời thứ nhất."));
    act(&mut home, &edit(ADDRESS, "Riêng của máy một."));
    draft_of(&other).record(&mut other, &recorder(), &edit(RATE, "Lời thứ hai.")).unwrap();
    let moved = DraftAct::Place { id: id("shortcomings/hai-long/phieu"), beside: Beside::Before(id(RATE)) };
    draft_of(&other).record(&mut other, &recorder(), &moved).unwrap();
    crate::inspection::bring(&other, &mut home.store, "2022-dot-1");

    let now = draft(&home);
    let contested = passage(&now, RATE);
    assert_eq!(contested.standing, PassageStanding::Contested);
    let paper = printed(&now);
    assert!(paper.contains("[Đoạn này đang có ý kiến khác nhau, chưa được thống nhất] Mới niêm yết"), "{paper}");
    assert!(!paper.contains("Lời thứ nhất.") && !paper.contains("Lời thứ hai."), "{paper}");
    // What is not contested is simply both.
    assert!(paper.contains("Riêng của máy một."));
    assert!(paper.find("Chỉ số hài lòng mới đạt") < paper.find("[Đoạn này"), "{paper}");
    let round = home.store.round("2022-dot-1").unwrap();
    let conflicts = crate::exchange::conflict::find_at(&home.store, &round, &recorder().unit).unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    for each in [edit(RATE, "Lời thứ ba."), restore(RATE)] {
        assert!(matches!(try_act(&mut home, &each), Err(DraftError::Contested(_))));
    }
}
