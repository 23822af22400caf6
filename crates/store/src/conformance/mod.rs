//! What every store must do, as tests that know only the traits.
//!
//! A store's crate gives a [`Bench`] and calls [`crate::conformance_tests!`]: each case becomes a test of its own there.

// These are tests that live in a library, so that several stores can run them: a surprise may stop them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
// A case's name is its sentence.
#![allow(missing_docs)]

pub mod blocks;
pub mod bulk;
pub mod claims;
pub mod connections;
pub mod flows;
pub mod history;
pub mod lists;
pub mod narrowing;
pub mod rescue;
pub mod resync;
pub mod search;
pub mod seeing;
pub mod settling;
mod shop;
pub mod steps;
pub mod stock;
pub mod tally;
pub mod team;
pub mod views;
pub mod walk;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use shop::Shop;

use crate::Store;

/// A fresh, empty store and what a test must be able to do to it from outside.
#[async_trait]
pub trait Bench: Send + Sync {
    /// The store.
    fn store(&self) -> Arc<dyn Store>;

    /// Lets time pass on the store's clock.
    fn pass(&self, span: Duration);

    /// A number that grows with each row written anywhere in the store.
    async fn writes(&self) -> i64;

    /// Something that differs after every write to a text index.
    async fn text_index(&self) -> String;
}

/// Makes each case a test. `$make` is an async function that gives a [`conformance::Bench`](crate::conformance::Bench).
#[macro_export]
macro_rules! conformance_tests {
    ($make:path) => {
        $crate::conformance_cases!($crate::conformance_test, $make);
    };
}

/// One test.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_test {
    ($make:path, $file:ident, $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            $crate::conformance::$file::$case($crate::conformance::Shop::open($make().await).await).await;
        }
    };
}

/// All cases, by file.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_cases {
    ($with:path, $make:path) => {
        $crate::conformance_cases!(@files $with, $make,
            blocks {
                a_blocked_row_sleeps_and_is_found_by_what_it_waits_for
                blocked_rows_come_oldest_first_once_each_and_in_pages
                settings_saved_before_the_block_leave_the_row_due
                settings_saved_after_the_block_find_the_row_and_free_it
                a_parent_settled_before_the_block_leaves_the_child_due
                a_parent_settled_after_the_block_releases_the_child
                a_product_linked_before_the_block_leaves_the_sale_due
                a_product_linked_after_the_block_releases_the_sale
                a_child_with_two_blocks_keeps_waiting_for_the_other
                a_child_waits_for_the_parents_link_not_for_its_status
                a_sale_that_is_not_posted_lets_its_returns_decide
                a_parent_linked_and_failing_now_holds_no_child_up
                a_parent_becomes_as_urgent_as_its_child
                a_product_that_a_sale_waits_for_is_brought_forward_by_its_sku
                a_test_that_still_fails_says_what_is_left
                a_parent_linked_during_a_test_is_not_overlooked
                a_test_that_names_something_new_lets_the_row_be_tried
                a_test_leaves_rows_alone_that_no_longer_wait
                news_from_the_source_during_the_test_leaves_the_row_due
                news_from_the_source_wakes_a_blocked_row
                changed_settings_give_a_row_its_next_revision_once
                changed_settings_let_a_row_in_work_run_once_more
                what_records_wait_for_is_counted_with_what_they_are_worth
                what_a_save_released_is_followed_until_it_is_in_step
                a_save_racing_with_a_block_never_leaves_a_row_asleep
            }
            bulk {
                a_draft_says_exactly_what_it_takes_and_what_it_leaves_out
                ticked_rows_of_another_log_or_merchant_are_left_aside
                nothing_happens_before_it_begins_and_beginning_twice_begins_once
                rows_are_frozen_when_they_are_drafted
                no_more_rows_are_on_their_way_than_the_window_lets
                what_became_of_each_row_is_told_and_the_work_ends
                stopped_work_leaves_what_was_not_asked_for_as_it_is
                a_skipped_row_says_why_and_by_whom_and_comes_back_with_the_next_change
                a_sale_set_aside_lets_its_returns_decide
            }
            claims {
                two_claimers_never_take_the_same_row
                a_claim_changes_nothing_that_is_shown
                a_persons_row_is_claimed_first_then_the_oldest_due
                a_claim_takes_no_more_than_asked_and_no_other_kind
                a_row_is_not_claimed_before_it_is_due
                rows_of_one_person_are_never_in_work_together
                a_person_whose_answer_is_being_looked_for_keeps_the_other_row_waiting
                a_heartbeat_keeps_a_lease_and_names_what_is_lost
                a_stale_fence_writes_nothing
                a_row_is_settled_once
            }
            connections {
                a_connection_is_kept_and_works_once_it_is_saved
                the_latest_attempt_to_be_let_in_is_kept_until_it_is_forgotten
                tokens_are_replaced_as_a_pair
                one_at_a_time_may_refresh
                a_refreshed_pair_is_saved_by_whoever_holds_the_right_and_by_nobody_else
                the_right_to_refresh_ends_with_time_or_with_new_tokens
            }
            flows {
                a_flow_that_never_ran_looks_at_once
                a_look_is_written_down_and_a_problem_keeps_the_last_success
                a_problem_is_known_since_its_first_look_until_a_look_succeeds
                a_look_asked_for_during_a_look_still_comes
                a_look_keeps_the_cursor
                an_errand_goes_on_where_it_was_left
                an_allowance_is_kept_a_platform
                every_version_of_the_settings_is_kept
                settings_based_on_an_old_version_are_refused
            }
            history {
                a_reader_misses_no_event_while_others_write
                the_range_of_events_is_zero_where_there_is_none
                old_events_and_calls_are_pruned_and_the_newest_event_stays
                calls_of_a_batch_come_in_time_order
                the_store_answers_and_its_clock_moves
            }
            lists {
                the_newest_row_comes_first_by_default_and_the_page_is_full
                pages_forward_and_backward_show_every_row_once_in_order
                the_last_page_is_whole
                a_list_of_the_other_platform_is_empty
                rows_that_arrive_while_somebody_reads_shift_no_page
                a_page_tells_counts_and_the_newest_event_of_its_moment
                a_page_of_an_empty_log_has_no_neighbours
                a_page_beyond_the_end_leads_back
                a_moment_parts_what_was_seen_before_from_what_was_seen_since
            }
            narrowing {
                every_order_shows_every_row_once_in_both_directions
                totals_are_sorted_as_numbers_and_those_that_could_not_be_read_come_last
                names_are_sorted_without_regard_to_capitals_and_follow_a_change
                an_order_that_a_kind_does_not_have_is_its_usual_one
                pending_rows_are_told_apart_by_what_they_wait_for
                totals_tries_shops_and_identifiers_narrow_a_list
                a_cause_narrows_a_list_to_the_rows_that_have_it
                a_span_narrows_a_list_by_the_last_change_its_end_not_within
                what_is_counted_is_what_the_pages_show
            }
            rescue {
                only_leases_that_ran_out_are_rescued
                a_starting_process_takes_back_every_lease_at_once
                a_row_with_an_open_intent_is_looked_for_before_anything_is_sent
                a_row_that_merely_waited_in_the_batch_is_not_blamed
                the_third_crash_over_one_row_fails_it
                a_transform_that_ended_is_not_blamed
                a_rescued_row_is_claimed_alone
                success_forgets_the_crashes
                an_outage_between_two_crashes_does_not_forgive_them
                a_row_that_dies_while_being_looked_for_is_looked_for_again
                a_poisoned_row_begins_anew_when_its_source_changes
            }
            resync {
                a_failed_row_is_due_now_and_says_who_asked
                pressing_twice_is_pressing_once
                a_row_in_work_runs_once_more_afterwards
                a_row_being_looked_for_is_only_flagged
                a_flagged_row_that_is_checked_again_keeps_the_flag
                a_blocked_row_is_tried_now
                a_row_that_waits_for_its_next_try_is_tried_now_from_the_first
                a_wish_during_the_work_beats_a_pause_after_it
                a_wish_survives_a_retry
                a_record_of_another_merchant_is_not_there
            }
            search {
                a_whole_identifier_is_found_alone_however_it_is_written
                a_record_is_found_by_its_id_at_the_target
                words_of_the_name_are_found_in_any_order_and_in_their_midst
                accents_and_capitals_do_not_matter
                short_words_are_found_too
                signs_that_mean_something_to_a_database_are_only_text
                a_renamed_product_is_found_by_its_new_name_only
                words_of_a_failure_find_the_rows_that_have_it
                names_and_failures_are_found_together_in_the_asked_order
                many_causes_are_searched_as_well_as_few
                a_sale_is_found_by_its_receipt_and_by_what_was_sold
                a_person_is_found_by_name_and_by_whole_address_or_number
                a_person_is_found_by_the_new_address_only
                a_search_finds_nothing_of_another_merchant
                a_change_of_status_never_writes_to_the_text_index
            }
            seeing {
                a_row_seen_first_is_queued_due_now_and_told_as_new
                a_row_told_again_unchanged_writes_nothing
                answers_come_in_the_order_of_the_sightings
                the_cursor_is_kept_with_the_rows
                a_changed_row_is_due_again_with_the_next_revision
                a_change_in_flight_puts_the_row_back_after_settling
                a_change_in_flight_revives_a_row_that_fails_meanwhile
                a_failed_row_whose_source_changes_is_tried_from_the_first_attempt
                a_row_that_cannot_be_read_fails_at_once_and_keeps_what_was_known
                a_row_that_could_never_be_read_is_listed_as_failed
                an_unreadable_sighting_of_a_row_in_work_is_news_again_next_time
                a_change_of_a_queued_row_is_not_told_as_a_change_of_status
                merchants_do_not_see_each_others_rows
                a_record_is_found_by_its_reference_and_walked_in_order
            }
            settling {
                a_synced_row_is_linked_and_its_tries_are_forgotten
                a_target_that_belongs_to_another_record_is_not_linked_twice
                one_target_id_may_be_used_by_two_kinds
                two_till_customers_may_be_one_contact
                a_record_may_be_linked_anew
                a_skip_keeps_the_link_there_is
                where_a_record_stands_is_told_by_its_link_first
                another_record_of_the_same_person_is_found_by_its_link
                a_retry_counts_an_attempt_and_says_which
                throttling_counts_no_attempt
                a_row_with_a_lost_connection_sleeps_until_it_is_back
                a_connection_mended_before_the_row_settles_leaves_nobody_asleep
                a_new_connection_wakes_rows_that_waited_for_one
                a_failed_row_waits_for_a_person
                a_row_handed_back_is_due_now_and_looks_as_before
                a_row_being_checked_stays_so_when_its_source_changes
                attempts_are_numbered_and_the_latest_comes_first
                what_was_to_be_written_is_kept_until_something_else_was
                a_status_change_is_told_once_with_its_time
            }
            steps {
                an_intent_makes_the_row_processing_and_freezes_the_body
                an_open_intent_keeps_its_frozen_body
                an_intent_is_refused_when_too_little_of_the_lease_is_left
                an_answer_is_kept_and_the_frozen_body_is_forgotten
                a_read_needs_no_intent
                only_a_row_whose_write_is_on_its_way_says_that_it_is_read_back
                steps_come_in_the_order_they_were_intended
                a_lost_answer_leaves_the_intent_open
                a_call_that_was_not_carried_out_is_taken_back
                a_late_answer_of_a_lost_row_is_kept_all_the_same
                a_late_answer_never_replaces_what_the_successor_found
                a_step_that_may_be_repeated_begins_afresh
            }
            stock {
                goods_sold_are_held_back_until_the_back_office_shows_them
                goods_taken_back_are_added_until_they_are_booked_in
                a_void_sale_gives_back_what_the_back_office_still_holds
                what_happened_at_the_back_office_counts_even_if_the_row_was_lost
                news_of_a_product_leaves_the_figures_that_were_read_of_its_stock
                figures_that_are_read_while_news_comes_do_not_undo_the_news
                a_sale_makes_its_stock_figure_due_without_a_word
                a_figure_in_work_runs_once_more_when_goods_moved
                figures_are_looked_at_again_by_product_and_by_shelf
                a_figure_that_goods_moved_of_goes_before_a_first_import
                a_settlement_keeps_what_was_read_meanwhile
                posted_sales_without_their_goods_are_listed_oldest_first
            }
            tally {
                what_comes_into_step_or_fails_is_counted_in_its_hour
                only_a_change_of_status_is_counted
                a_stale_settlement_is_not_counted
                a_row_that_cannot_be_read_is_counted_as_failed
                hours_older_than_ninety_days_are_forgotten
                the_latest_events_come_first
                what_needs_a_person_is_counted_by_cause_and_worth
                products_need_a_person_without_being_worth_anything
                what_waits_longest_tells_how_far_a_log_is_behind
                a_try_that_is_not_due_yet_is_no_backlog
                what_comes_later_is_not_part_of_the_first_reading
            }
            team {
                what_somebody_looks_after_is_found_whatever_the_order
                a_colleague_has_one_spelling_and_whoever_got_something_last_comes_first
                notes_are_kept_with_the_record_the_latest_first
                a_note_reaches_live_pages_and_changes_neither_status_nor_text_index
                a_record_of_somebody_else_gets_no_note
                many_are_given_to_a_colleague_or_get_a_note_at_once
            }
            views {
                the_teams_views_are_everybodys_and_own_views_are_their_owners
                a_view_saved_under_the_same_name_replaces_the_old_one
                only_the_owner_removes_an_own_view_and_anybody_the_teams
                an_owner_has_so_many_views_of_a_log_and_no_more
            }
            walk {
                counts_events_and_blocks_agree_with_the_rows_after_random_days
                no_row_is_lost_whatever_happened_to_it
            }
        );
    };
    (@files $with:path, $make:path, $($file:ident { $($case:ident)* })*) => {
        $($crate::conformance_cases!(@file $with, $make, $file, $($case)*);)*
    };
    (@file $with:path, $make:path, $file:ident, $($case:ident)*) => {
        mod $file { $(use super::*; $with!($make, $file, $case);)* }
    };
}

#[cfg(test)]
mod tests {
    const LIST: &str = include_str!("mod.rs");

    /// A case that is written but not listed would never run.
    #[test]
    fn every_case_is_listed_under_its_file() {
        let files = [
            ("blocks", include_str!("blocks.rs")),
            ("claims", include_str!("claims.rs")),
            ("connections", include_str!("connections.rs")),
            ("flows", include_str!("flows.rs")),
            ("history", include_str!("history.rs")),
            ("lists", include_str!("lists.rs")),
            ("rescue", include_str!("rescue.rs")),
            ("resync", include_str!("resync.rs")),
            ("search", include_str!("search.rs")),
            ("seeing", include_str!("seeing.rs")),
            ("settling", include_str!("settling.rs")),
            ("steps", include_str!("steps.rs")),
            ("stock", include_str!("stock.rs")),
            ("tally", include_str!("tally.rs")),
            ("walk", include_str!("walk.rs")),
        ];
        for (file, text) in files {
            let listed =
                LIST.split(&format!("            {file} {{")).nth(1).and_then(|rest| rest.split('}').next());
            let listed: Vec<&str> = listed.unwrap().split_whitespace().collect();
            let written: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("pub async fn "))
                .filter_map(|line| line.split('(').next())
                .collect();
            assert_eq!(listed, written, "{file}");
        }
    }
}
