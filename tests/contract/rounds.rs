//! Rounds: what is refused, and that adding one again shows what changes.

use crate::place::{Place, ROUND_FILE};

#[test]
fn adding_a_round_again_shows_each_difference_by_its_key() {
    let place = Place::with_round();
    assert!(place.add_round(ROUND_FILE).done().contains("không có gì thay đổi"));
    let changed = ROUND_FILE.replace("Xã Mẫu A", "Xã Mẫu AA").replace("pad_counts = true", "pad_counts = false");
    let told = place.add_round(&changed.replace("signer = {", "# {")).done();
    let lines: Vec<Vec<&str>> = told.lines().map(|line| line.split_whitespace().collect()).collect();
    let has = |words: &[&str]| lines.iter().any(|line| line.starts_with(words));
    assert!(has(&["round/2025-dot-1", "letterhead.pad_counts"]), "{told}");
    assert!(has(&["round/2025-dot-1", "letterhead.signer"]), "{told}");
    assert!(has(&["unit/2025-dot-1/mau-a", "name", "Xã", "Mẫu", "A", "Xã", "Mẫu", "AA"]), "{told}");
    assert!(!told.contains("notation"), "what stays is not shown: {told}");
}

#[test]
fn a_round_that_could_not_be_printed_is_refused() {
    let place = Place::new();
    for (file, piece) in [
        (ROUND_FILE.replace("\"Xã Mẫu A\"", "\" \""), "mau-a"),
        (ROUND_FILE.replace("\"Lê Văn C\"", "\"\""), "thanh-vien-1"),
        (ROUND_FILE.replace("date = 2025-10-30", "date = 3025-10-30"), "3025"),
        (ROUND_FILE.replace("title = \"Kết luận\"", "title = \"Báo cáo\""), "Kết luận, Kết quả"),
        (ROUND_FILE.replace("ty-le = 0.9", "ty-le = \"0,9\""), "một số"),
        (ROUND_FILE.replace("id = \"2025-dot-1\"", "id = \"Đợt 1\""), ":1:6: mã"),
        (ROUND_FILE.replace("mode = \"planned\"", "mode = planned"), ":3:8: "),
    ] {
        let told = place.add_round(&file).refused(2, piece);
        assert!(!told.contains("f64") && !told.contains("expected"), "{told}");
    }
    assert!(place.run("round list").done().contains("Chưa có"));
}
