//! Every scenario, in both shapes: one platform a shape, on which they follow one another, the ones that break
//! something last. In the end everything that was written and told is searched for what residents said.

mod consent;
mod conversation;
mod emergency;
mod failures;
mod identity;
mod law;
mod marks;
mod outage;
mod people;
mod plans;
mod privacy;
mod tracing;

use std::time::Instant;

use e2e::{Shape, TestPlatform};

const PROGRAM: &str = env!("CARGO_BIN_EXE_platform-under-test");

/// Runs scenarios in turn; which one is running is said, so that a failure has a name.
macro_rules! scenarios {
    ($platform:expr, $($scenario:path),+ $(,)?) => {$(
        let started = Instant::now();
        told(&format!("{} …", stringify!($scenario)));
        $scenario($platform).await;
        told(&format!("{} passed in {:?}", stringify!($scenario), started.elapsed()));
    )+};
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_passes_all_in_one() {
    every_scenario(Shape::AllInOne).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_passes_split() {
    let Some(shape) = Shape::split() else { return };
    every_scenario(shape).await;
}

async fn every_scenario(shape: Shape) {
    let started = Instant::now();
    let mut platform = TestPlatform::start(shape, PROGRAM).await;
    told(&format!("the platform runs after {:?}", started.elapsed()));
    scenarios!(
        &platform,
        conversation::a_resident_talks_and_is_answered,
        conversation::a_risk_message_brings_help_lines_a_fixed_line_and_a_human,
        conversation::who_asks_for_a_person_is_on_the_list_of_the_staff,
        conversation::who_registered_alone_has_the_staff_of_the_house,
        conversation::staff_take_an_alert_up_and_close_it_and_their_right_to_read_ends,
        people::a_danger_is_with_the_nurse_at_once,
        people::a_nurse_takes_over_and_the_resident_sees_who_writes,
        people::what_is_remembered_is_hers_to_give_and_to_take,
        people::what_is_asked_each_day_is_agreed_in_the_first_talk_and_hers_to_set_and_end,
        people::who_is_on_shift_hears_it_first,
        conversation::the_same_message_twice_is_one_turn,
        conversation::odd_messages_get_clear_words_and_lose_nothing,
        conversation::a_danger_in_a_message_that_is_refused_still_gets_help_lines,
        law::a_notice_is_an_event_and_help_that_was_named_is_in_the_report,
        law::help_that_a_minor_was_named_is_in_the_report_as_that,
        marks::marks_are_a_data_set_of_whoever_allows_it_and_of_nobody_else,
        law::the_protocol_is_there_for_anybody,
        privacy::what_is_not_yours_is_not_there,
        plans::a_safety_plan_is_hers_and_is_written_with_who_treats_her,
        consent::a_grant_taken_back_ends_the_reading_and_the_stream,
        identity::what_was_spent_or_taken_back_opens_nothing_and_a_way_in_is_left,
        emergency::emergency_only_opens_when_staff_declare_and_closes_when_they_end_it,
        tracing::a_turn_is_one_trace_that_begins_where_the_caller_began_it,
        failures::a_message_without_danger_is_refused_while_its_store_fails_and_is_kept_after_the_heal,
        failures::a_crisis_is_answered_with_every_store_failing_and_delivered_after_the_heal,
        failures::a_danger_is_answered_and_kept_whichever_store_fails,
        failures::the_log_being_gone_stops_no_conversation_and_loses_no_event,
    );
    scenarios!(&mut platform, people::a_danger_reaches_the_nurse_after_a_kill_between_the_two);
    if platform.is_split() {
        scenarios!(
            &mut platform,
            outage::a_crisis_is_answered_with_the_store_gone_and_delivered_after_the_heal,
            outage::with_the_deciders_gone_a_crisis_is_answered_and_reaches_staff_once_they_decide,
        );
    }
    scenarios!(platform, privacy::what_residents_said_is_found_nowhere);
}

fn told(line: &str) {
    use std::io::Write;
    drop(writeln!(std::io::stderr(), "    {line}"));
}
