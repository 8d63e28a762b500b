use super::chain::{self, CONCLUSION_DAYS, Running, StepState, UnitSteps, conclusion_days};
use super::fixture::{DIRECTION, Home, ROUND, day};
use crate::inspection::{Recorder, Step, StepChange, StepContent, VisitChange};

fn home(round: &str) -> Home {
    Home::new(
        &[DIRECTION],
        &round.replace("[\"chinh-quyen-so-thu\", \"niem-yet\", \"hai-long\", \"chi-dao\"]", "[\"chi-dao\"]"),
    )
}

fn steps(home: &Home, today: &str) -> UnitSteps {
    let round = home.store.round("2022-dot-1").unwrap();
    chain::of_round(&home.store, &round, day(today)).unwrap().remove(0)
}

fn ended(home: &mut Home, at: &str) {
    let round = home.store.round("2022-dot-1").unwrap();
    let recorder = Recorder {
        round: round.id.clone(),
        unit: round.units[0].id.clone(),
        member: "truong-doan".to_owned(),
        reason: None,
    };
    home.store.record_visit(&recorder, &[VisitChange::Ended(Some(at.parse().unwrap()))]).unwrap();
}

fn say(home: &mut Home, step: Step, change: &StepChange) {
    let round = home.store.round("2022-dot-1").unwrap();
    let units = [round.units[0].id.clone()];
    home.store.record_step(&round, &units, "truong-doan", step, change).unwrap();
}

fn state(steps: &UnitSteps, step: Step) -> &StepState {
    &steps.step(step).unwrap().state
}

#[test]
fn what_other_records_say_is_taken_from_there() {
    let home = home(ROUND);
    let steps = steps(&home, "2022-10-17");
    let number = |step| match state(&steps, step) {
        StepState::Done { number, .. } => number.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(number(Step::Plan).as_deref(), Some("1296/KH-SNV"));
    assert_eq!(number(Step::Decision).as_deref(), Some("45/QĐ-SNV"));
    assert_eq!(number(Step::SelfReport).as_deref(), Some("45/BC-UBND"));
    // Nobody said that the unit was told, but it has reported since.
    assert_eq!(*state(&steps, Step::Announcement), StepState::PassedOver);
    assert_eq!(*state(&steps, Step::Visit), StepState::Due { on: day("2022-10-19"), left: 2 });
    assert_eq!(steps.next().unwrap().step, Step::Visit);
    assert_eq!(steps.conclusion, None);
}

#[test]
fn fifteen_working_days_run_from_the_end_of_the_visit() {
    let mut home = home(ROUND);
    // A Wednesday; fifteen working days later is Wednesday, 9 November.
    ended(&mut home, "2022-10-19T16:30:00");
    let days = steps(&home, "2022-10-28").conclusion.unwrap();
    assert_eq!((days.passed, days.allowed, days.until), (7, CONCLUSION_DAYS, day("2022-11-09")));
    assert_eq!((days.running, days.is_over()), (Running::Yes, false));
    let on_time = steps(&home, "2022-11-09");
    assert_eq!(*state(&on_time, Step::Notice), StepState::Due { on: day("2022-11-09"), left: 0 });
    let late = steps(&home, "2022-11-14");
    assert_eq!(*state(&late, Step::Notice), StepState::Overdue { on: day("2022-11-09"), by: 3 });
    assert!(late.conclusion.unwrap().is_over());
    // What is late comes before the open step in front of it.
    assert_eq!(late.next().unwrap().step, Step::Notice);
    let unit = home.store.round("2022-dot-1").unwrap();
    let alone = chain::conclusion_of(&home.store, &unit, &unit.units[0], day("2022-10-28")).unwrap();
    assert_eq!(alone, Some(days), "the board of units counts as the steps do");
}

#[test]
fn a_visit_of_which_nobody_wrote_down_the_end_was_held_when_something_is_recorded() {
    let mut home = home(ROUND);
    assert!(matches!(state(&steps(&home, "2022-10-24"), Step::Visit), StepState::Overdue { by: 3, .. }));
    home.record("[answer.\"chi-dao/ke-hoach\"]\nverdict = \"pass\"\n");
    assert!(matches!(state(&steps(&home, "2022-10-19"), Step::Visit), StepState::Due { .. }), "it may still go on");
    let after = steps(&home, "2022-10-24");
    assert!(
        matches!(state(&after, Step::Visit), StepState::Done { on: Some(day), .. } if *day == self::day("2022-10-19"))
    );
    assert_eq!(after.conclusion.unwrap().passed, 3);
}

#[test]
fn the_round_may_set_another_number_of_days() {
    let mut home = home(&ROUND.replace("[letterhead]", "[target]\nconclusion_days = 20\n[letterhead]"));
    ended(&mut home, "2022-10-19T16:30:00");
    assert_eq!(conclusion_days(&home.store.round("2022-dot-1").unwrap()), 20);
    assert_eq!(steps(&home, "2022-10-28").conclusion.unwrap().until, day("2022-11-16"));
}

#[test]
fn a_deadline_that_was_set_goes_before_the_computed_one_and_a_day_off_goes_over() {
    let mut home = home(ROUND);
    ended(&mut home, "2022-10-19T16:30:00");
    say(&mut home, Step::Notice, &StepChange::Due(day("2022-11-30")));
    assert_eq!(steps(&home, "2022-10-28").step(Step::Notice).unwrap().due, Some(day("2022-11-30")));
    // A Saturday: Monday is still in time.
    say(&mut home, Step::Reply, &StepChange::Due(day("2022-10-29")));
    assert_eq!(*state(&steps(&home, "2022-10-31"), Step::Reply), StepState::Due { on: day("2022-10-29"), left: 0 });
    assert_eq!(*state(&steps(&home, "2022-11-01"), Step::Reply), StepState::Overdue { on: day("2022-10-29"), by: 1 });
    let content = StepContent { done: day("2022-10-20"), number: Some("21/SNV".to_owned()), note: None };
    say(&mut home, Step::Opinion, &StepChange::Done(content));
    assert!(matches!(state(&steps(&home, "2022-10-21"), Step::Opinion), StepState::Done { number: Some(_), .. }));
}

#[test]
fn a_surprise_inspection_has_neither_announcement_nor_report() {
    let home = home(&ROUND.replace("period =", "mode = \"surprise\"\nperiod ="));
    let steps = steps(&home, "2022-10-17");
    assert!(steps.step(Step::Announcement).is_none() && steps.step(Step::SelfReport).is_none());
    assert!(steps.step(Step::Opinion).is_some());
}
